import type { StyleSheet } from 'css-tree';
import type { Fingerprint } from '../domain/theme-store/theme-likeness.ts';
import type { Manifest } from './manifest.ts';

/** A package that could be read: what the checks measure. */
export interface ThemePackage {
  readonly manifest: Manifest;
  /** theme.css as it is written. */
  readonly css: string;
  /** theme.css as css-tree reads it, with positions. */
  readonly stylesheet: StyleSheet;
  /** Every file by its path in the package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A theme as the store hands it on. */
export interface BuiltTheme {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The tokens as custom properties of both schemes, then theme.css. */
  readonly stylesheet: string;
  readonly fingerprint: Fingerprint;
  readonly previews: readonly Preview[];
  /** What the stylesheet refers to (fonts, images) and the previews, by path. */
  readonly assets: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly contentType: string }>;
}

export interface Preview {
  readonly path: string;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}
