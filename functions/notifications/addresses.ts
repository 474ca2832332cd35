import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { optionalSetting } from '../runtime/config.ts';

/** IPv6 addresses of the public internet lie in here (RFC 4291, IANA's registry); the rest of the space is not in use. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

const isLoopbackAllowed = (): boolean => optionalSetting('allowLoopbackWebhooks') === 'true';

/** Where a webhook may go: public unicast, and on the desk the machine itself. IPv4 within IPv6 counts as IPv4. */
export function mayConnectTo(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return isLoopbackAllowed();
  return range === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST));
}

/** What parsers leave out or escape in silence, and logs do not take. */
const UNPRINTABLE = /[\s\p{Cc}\p{Cs}]/u;

/** The longest that browsers and proxies agree on. */
const LONGEST_URL = 2_048;

/**
 * What is wrong with the URL of an endpoint, as far as it can be seen; null when nothing is. Where its name leads
 * is seen when it is called, each time anew.
 */
export function urlError(text: string): string | null {
  if (text.length > LONGEST_URL) return `At most ${LONGEST_URL} characters.`;
  if (UNPRINTABLE.test(text)) return 'No spaces and no control characters.';
  // WHATWG: other ways to write an IPv4 address, such as 0x7f.1 or 2130706433, become the usual one.
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return 'A URL, such as https://example.com/hooks.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLiteral = ipaddr.isValid(host);
  const isLocalName = /(^|\.)localhost\.?$/.test(host);
  const isOwnMachine = isLocalName || (isLiteral && ipaddr.process(host).range() === 'loopback');
  const isPlainAllowed = isLoopbackAllowed() && isOwnMachine;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isPlainAllowed))
    return 'Only https URLs are accepted.';
  if (url.username !== '' || url.password !== '')
    return 'The URL must not contain a user name or password. Verify the signature instead.';
  if ((isLiteral && !mayConnectTo(host)) || (isLocalName && !isLoopbackAllowed()))
    return 'The address must be public.';
  return null;
}

/** A name that leads where webhooks may not go. */
export class RefusedAddress extends Error {
  readonly code = 'REFUSED_ADDRESS';
}

/**
 * Resolves a name for a socket, which then connects to what is answered here: what was checked is what is called,
 * and a name that leads elsewhere the next moment gains nothing. One address out of bounds refuses the name.
 */
export const lookupChecked: LookupFunction = (hostname, options, callback) =>
  lookup(hostname, { ...(options as LookupOptions), all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new RefusedAddress(`${hostname} has no address.`), '', 4);
    if (!addresses.every(({ address }) => mayConnectTo(address)))
      return callback(new RefusedAddress(`${hostname} does not resolve to a public address.`), '', 4);
    return options.all
      ? (callback as unknown as AnswerAll)(null, addresses)
      : callback(null, first.address, first.family);
  });

type AnswerAll = (error: null, addresses: readonly LookupAddress[]) => void;
