import type { StyleSheet } from 'css-tree';
import type { Fingerprint } from '../domain/theme-store/theme-likeness.ts';
import type { Manifest } from './manifest.ts';

/** A package that could be parsed; the input of the checks. */
export interface ThemePackage {
  readonly manifest: Manifest;
  /** theme.css as written. */
  readonly css: string;
  /** theme.css as parsed by css-tree, with positions. */
  readonly stylesheet: StyleSheet;
  /** Every file by its path in the package. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** The published form of a theme. */
export interface BuiltTheme {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The tokens as custom properties of both color schemes, then theme.css. */
  readonly stylesheet: string;
  readonly fingerprint: Fingerprint;
  readonly previews: readonly Preview[];
  /** The files that the stylesheet refers to (fonts, images) and the previews, by path. */
  readonly assets: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly contentType: string }>;
}

export interface Preview {
  readonly path: string;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}
