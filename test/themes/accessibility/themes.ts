import { parse, type StyleSheet } from 'css-tree';
import { accessibilityChecks } from '../../../functions/themes/accessibility/checks.ts';
import { type CheckResult, runCheck } from '../../../functions/themes/check.ts';
import type { Manifest, Scheme } from '../../../functions/themes/manifest.ts';
import type { ThemePackage } from '../../../functions/themes/package.ts';
import { plainManifest } from '../../support/theme-package.ts';

export type Colours = Manifest['tokens']['light']['colours'];

/** A theme of this stylesheet, with the plain tokens but for what is changed. */
export const themeOf = (css: string, manifest: Manifest = plainManifest): ThemePackage => ({
  manifest,
  css,
  stylesheet: parse(css, { positions: true }) as StyleSheet,
  files: new Map(),
});

/** The plain tokens with other colours in one scheme. */
export const coloured = (scheme: Scheme, change: (colours: Colours) => Colours): Manifest => ({
  ...plainManifest,
  tokens: {
    ...plainManifest.tokens,
    [scheme]: { ...plainManifest.tokens[scheme], colours: change(plainManifest.tokens[scheme].colours) },
  },
});

/** What one check finds. */
export function found(id: string, theme: ThemePackage): CheckResult {
  const check = accessibilityChecks.find((each) => each.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return runCheck(check, theme);
}

/** The checks that a theme fails. */
export const failing = (theme: ThemePackage): string[] =>
  accessibilityChecks.filter((check) => !check.measure(theme).passed).map(({ id }) => id);
