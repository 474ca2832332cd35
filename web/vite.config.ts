import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { basePage } from '../functions/themes/base/page.ts';
import { baseStyles } from '../functions/themes/base/styles.ts';
import { manifestSchema } from '../functions/themes/manifest.ts';
import { tokenStyles } from '../functions/themes/token-styles.ts';

const DEFAULT_THEME = new URL('themes/daylight/theme.json', import.meta.url);

/** The base components' own styles under the tokens of the default theme, as a stylesheet like any other. */
function baseComponents(): Plugin {
  const id = 'virtual:base-components.css';
  return {
    name: 'base-components',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (resolved) => {
      if (resolved !== `\0${id}`) return null;
      const manifest = manifestSchema.parse(JSON.parse(readFileSync(DEFAULT_THEME, 'utf8')));
      return `${tokenStyles(manifest)}\n${baseStyles}`;
    },
  };
}

/** The page of base components with its styles, for those who look at a theme at work. */
function basePageModule(): Plugin {
  const id = 'virtual:base-page';
  return {
    name: 'base-page',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (resolved) =>
      resolved === `\0${id}`
        ? `export const page = ${JSON.stringify(basePage)};\nexport const styles = ${JSON.stringify(baseStyles)};`
        : null,
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), baseComponents(), basePageModule()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Nothing inlined: pages run under a policy that allows files of their own origin alone.
    assetsInlineLimit: 0,
  },
});
