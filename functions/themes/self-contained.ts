import { targetOf } from './css/addresses.ts';
import { referencesOf } from './css/references.ts';
import { isOf, tokensOf } from './css/tokens.ts';
import type { BuiltTheme } from './package.ts';

/** A self-contained stylesheet, or the bytes that it would have. */
export type SelfContained =
  | { readonly kind: 'written'; readonly stylesheet: string }
  | { readonly kind: 'too-large'; readonly bytes: number };

/**
 * Embeds a theme's fonts and images into its stylesheet as data: URLs. A file that is referenced repeatedly is embedded
 * repeatedly, so the size is computed first: `most` is in bytes.
 */
export function selfContained({ stylesheet, assets }: BuiltTheme, most: number): SelfContained {
  const tokens = new Map(tokensOf(stylesheet).map((token) => [token.at, token]));
  const addresses = new Map<string, string>();
  const parts: string[] = [];
  let from = 0;
  let bytes = Buffer.byteLength(stylesheet);
  for (const { address, at } of referencesOf(stylesheet)) {
    const token = tokens.get(at);
    const target = address === null ? null : targetOf(address);
    const asset = target?.kind === 'file' ? assets.get(target.path) : undefined;
    if (!token || address === null || target?.kind !== 'file' || !asset) continue;
    const data = addresses.get(target.path) ?? dataAddress(asset);
    addresses.set(target.path, data);
    const quoted = `"${data}${fragmentOf(address)}"`;
    const instead = isOf(token, 'Url') ? `url(${quoted})` : quoted;
    bytes += instead.length - Buffer.byteLength(token.text);
    if (bytes <= most) parts.push(stylesheet.slice(from, at), instead);
    from = at + token.text.length;
  }
  if (bytes > most) return { kind: 'too-large', bytes };
  return { kind: 'written', stylesheet: [...parts, stylesheet.slice(from)].join('') };
}

type Asset = BuiltTheme['assets'] extends ReadonlyMap<string, infer One> ? One : never;

const dataAddress = ({ bytes, contentType }: Asset): string =>
  `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`;

/** Returns the fragment of an address, without characters that would end the address. */
const fragmentOf = (address: string): string => /#[\w-]+$/.exec(address.trim())?.[0] ?? '';
