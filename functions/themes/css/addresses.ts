import { MIMEType } from 'node:util';

/** The target of an address. `file`: its path in the package, whether or not it exists. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'image'; readonly type: string; readonly bytes: number }
  | { readonly kind: 'fragment' }
  | { readonly kind: 'remote' }
  | { readonly kind: 'scheme'; readonly scheme: string };

/** A reserved domain, which no theme refers to: https://www.rfc-editor.org/rfc/rfc6761#section-6.4 */
const ORIGIN = 'https://theme.invalid';
const ROOT = '/package/';

/** Resolves an address like a browser, relative to the stylesheet. */
export function targetOf(address: string): Target {
  if (address.trim().startsWith('#')) return { kind: 'fragment' };
  if (!URL.canParse(address, ORIGIN + ROOT)) return { kind: 'remote' };
  const { protocol, origin, pathname, search } = new URL(address, ORIGIN + ROOT);
  if (protocol === 'data:') return dataTarget(address, pathname);
  if (protocol !== 'https:' && protocol !== 'http:') return { kind: 'scheme', scheme: protocol };
  const isWithin = origin === ORIGIN && pathname.startsWith(ROOT) && search === '';
  const isRelative = !/^\s*[\\/]/.test(address) && !/^\s*https?:/i.test(address);
  const path = decoded(pathname.slice(ROOT.length));
  return isWithin && isRelative && path !== null ? { kind: 'file', path } : { kind: 'remote' };
}

function dataTarget(address: string, pathname: string): Target {
  try {
    const { essence } = new MIMEType(pathname.slice(0, pathname.indexOf(',')).replace(/;base64$/i, ''));
    if (images.has(essence)) return { kind: 'image', type: essence, bytes: Buffer.byteLength(address) };
  } catch {
    // The default type is text/plain, which is not permitted.
  }
  return { kind: 'scheme', scheme: 'data:' };
}

/** Permitted types of data: URLs. Not SVG, because nothing would check its content. */
const images = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/gif']);

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
