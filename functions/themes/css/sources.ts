import { OffsetToLocation } from 'css-tree';
import type { Manifest } from '../manifest.ts';
import type { ThemePackage } from '../package.ts';

/** A piece of CSS that a theme brings along. */
export interface CssSource {
  readonly css: string;
  /** Where it stands, as `theme.css:12:3`, given the index of a character. */
  place(at: number): string;
}

export const stylesheetSource = (css: string): CssSource => {
  const locations = new OffsetToLocation(css);
  return {
    css,
    place: (at) => {
      const { line, column } = locations.getLocation(at);
      return `theme.css:${line}:${column}`;
    },
  };
};

/** A token becomes a declaration of the stylesheet, so what may not stand there may not stand in a token. */
export const tokenSources = ({ tokens }: Manifest): CssSource[] =>
  stringsIn(tokens, '/tokens').map(([pointer, css]) => ({ css, place: () => `theme.json${pointer}` }));

function stringsIn(value: unknown, pointer: string): [string, string][] {
  if (typeof value === 'string') return [[pointer, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, `${pointer}/${key}`));
}

/** Everything that ends up in the theme's stylesheet. */
export const cssSources = ({ css, manifest }: ThemePackage): CssSource[] => [
  stylesheetSource(css),
  ...tokenSources(manifest),
];
