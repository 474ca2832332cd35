import { packageOf } from '../../support/theme-package.ts';

/** Packages that somebody may upload: by the only check that must not pass, then by what is wrong with them. */
export type Zoo = Readonly<Record<string, Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>>>>;

/** With more files than a plain one. */
export const packed = (files: Readonly<Record<string, string | Uint8Array>>) => () => packageOf({ files });

/** With something after its styles. */
export const styled = (moreCss: string) => () => packageOf({ moreCss });

/** With other tokens. */
export const described = (manifest: object | string) => () => packageOf({ manifest });

export const drawing = (inside: string, attributes = ''): string =>
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8" ' +
  `${attributes}>${inside}</svg>`;

/** With an SVG file. */
export const drawn = (content: string) => packed({ 'images/a.svg': content });
