import { string, url } from 'css-tree';
import { isClosing, isOf, isOpening, nameOf, tokensOf } from './tokens.ts';

/** An address from which a browser would load something. */
export interface Reference {
  /** Null if it is known only after a browser computes it. */
  readonly address: string | null;
  /** Index of its first character. */
  readonly at: number;
}

/** Functions whose strings are addresses. https://www.w3.org/TR/css-images-4/#image-values */
const loading = new Set([
  'url',
  'src',
  'image',
  'image-set',
  '-webkit-image-set',
  'cross-fade',
  '-webkit-cross-fade',
]);
/** Functions whose result is defined elsewhere. */
const computing = new Set(['var', 'env', 'attr', 'if', 'inherit']);

/** Returns every address in a piece of CSS. */
export function referencesOf(css: string): Reference[] {
  const found: Reference[] = [];
  const open: string[] = [];
  const tokens = tokensOf(css).filter((token) => !isOf(token, 'WhiteSpace', 'Comment'));
  for (const [index, token] of tokens.entries()) {
    const isLoading = loading.has(open.at(-1) ?? '');
    if (isOf(token, 'Url')) found.push({ address: url.decode(token.text), at: token.at });
    if (isOf(token, 'BadUrl')) found.push({ address: null, at: token.at });
    if (isOf(token, 'String') && isLoading) found.push({ address: string.decode(token.text), at: token.at });
    if (isOf(token, 'Function')) {
      const name = nameOf(token);
      const following = tokens[index + 1];
      const isBare = (name === 'url' || name === 'src') && !(following && isOf(following, 'String'));
      if (isBare || (isLoading && computing.has(name))) found.push({ address: null, at: token.at });
    }
    if (isOpening(token)) open.push(isOf(token, 'Function') ? nameOf(token) : '');
    if (isClosing(token)) open.pop();
  }
  return found;
}
