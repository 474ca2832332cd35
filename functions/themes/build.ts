import { kindOf } from './archive/kinds.ts';
import { previewsOf } from './completeness/previews.ts';
import { targetOf } from './css/addresses.ts';
import { referencesOf } from './css/references.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { BuiltTheme, ThemePackage } from './package.ts';
import { tokenStyles } from './token-styles.ts';

/** Builds what the store publishes of a package that passed. Nothing else of the package is published. */
export function buildTheme(theme: ThemePackage): BuiltTheme {
  const { manifest, files } = theme;
  const stylesheet = `${tokenStyles(manifest)}\n${theme.css}`;
  const previews = previewsOf(files);
  const referred = referencesOf(stylesheet).flatMap(({ address }) => {
    const target = address === null ? null : targetOf(address);
    return target?.kind === 'file' ? [target.path] : [];
  });
  const paths = [...new Set([...referred, ...previews.map(({ path }) => path)])];
  return {
    name: manifest.name,
    version: manifest.version,
    description: manifest.description,
    stylesheet,
    fingerprint: fingerprintOf(theme, stylesheet),
    previews,
    assets: new Map(paths.flatMap((path) => assetOf(path, files))),
  };
}

function assetOf(
  path: string,
  files: ThemePackage['files'],
): [string, { bytes: Uint8Array; contentType: string }][] {
  const bytes = files.get(path);
  const kind = kindOf(path);
  return bytes && kind ? [[path, { bytes, contentType: kind.contentType }]] : [];
}
