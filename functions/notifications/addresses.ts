import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { optionalSetting } from '../runtime/config.ts';

/** All public IPv6 addresses are in this range (RFC 4291, IANA's registry); the rest is unassigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

const isLoopbackAllowed = (): boolean => optionalSetting('allowLoopbackWebhooks') === 'true';

/**
 * Whether webhooks may connect to an address: public unicast, and on the local stack also the machine itself.
 * IPv4-mapped IPv6 addresses count as IPv4.
 */
export function mayConnectTo(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return isLoopbackAllowed();
  return range === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_UNICAST));
}

/** Characters that URL parsers silently drop or escape, and that logs do not accept. */
const UNPRINTABLE = /[\s\p{Cc}\p{Cs}]/u;

/** The longest URL that browsers and proxies support reliably. */
const LONGEST_URL = 2_048;

/**
 * Returns what is wrong with the URL of an endpoint; null if it is valid. The address behind its name is checked on
 * each request.
 */
export function urlError(text: string): string | null {
  if (text.length > LONGEST_URL) return `At most ${LONGEST_URL} characters.`;
  if (UNPRINTABLE.test(text)) return 'No spaces and no control characters.';
  // WHATWG URL parsing normalizes other forms of an IPv4 address, such as 0x7f.1 or 2130706433.
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

/** A host name that resolves to an address to which webhooks may not connect. */
export class RefusedAddress extends Error {
  readonly code = 'REFUSED_ADDRESS';
}

/**
 * Resolves a host name for a socket and checks the addresses. The socket connects to exactly these addresses, so a name
 * that changes after the check gains nothing. One forbidden address refuses the name.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) =>
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
