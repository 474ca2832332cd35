import { customProperties } from './custom-properties.ts';
import type { Manifest, Scheme } from './manifest.ts';

/**
 * Returns the tokens of both color schemes: dark if the system prefers it and the page does not say light, and wherever
 * the page says dark, by `data-scheme` on its root.
 */
export function tokenStyles(manifest: Manifest): string {
  const light = declarations(manifest, 'light');
  const dark = declarations(manifest, 'dark');
  return [
    block(':root', light),
    block('@media (prefers-color-scheme: dark)', block(':root:not([data-scheme=light])', dark)),
    block(':root[data-scheme=dark]', dark),
    '',
  ].join('\n');
}

const declarations = (manifest: Manifest, scheme: Scheme): string =>
  [['color-scheme', scheme], ...customProperties(manifest, scheme)]
    .map(([name, value]) => `${name}: ${value};`)
    .join('\n');

const block = (head: string, content: string): string => `${head} {\n${content.replaceAll(/^/gm, '  ')}\n}`;
