/** Links are good for an hour; one that is shown is kept for most of it, in milliseconds. */
const KEPT = 50 * 60_000;

const links = new Map<string, { readonly url: string; readonly until: number }>();

/**
 * The same link for the same file for as long as it is good: each answer signs it anew, and a picture under another
 * address would be fetched again.
 */
export function steady(url: string): string {
  const { origin, pathname } = new URL(url);
  const file = origin + pathname;
  const known = links.get(file);
  if (known && known.until > Date.now()) return known.url;
  links.set(file, { url, until: Date.now() + KEPT });
  return url;
}
