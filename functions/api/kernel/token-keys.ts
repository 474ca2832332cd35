import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JWTVerifyGetKey,
} from 'jose';
import { ApiError } from '../../domain/errors.ts';
import { HOUR, SECOND } from '../../domain/time.ts';
import { setting } from '../../runtime/config.ts';
import { log } from '../../runtime/log.ts';

/** A call must end with an answer well before its function times out. */
const TIMEOUT = 2 * SECOND;
/** After a failure the issuer is left alone for this long; callers are told to retry after the same time. */
const PAUSE = 5 * SECOND;
/** How long keys stay valid without a refresh: an outage of the issuer, and the longest life of a withdrawn key. */
const VALID_FOR = 24 * HOUR;

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
let fetchedAt = 0;
let pausedUntil = 0;

/**
 * Finds the public key that signed a token. Refreshes the issuer's keys every ten minutes, and when a token names an
 * unknown one. While that fails, the keys at hand stay in use for a day. Throws `unavailable` when none of them fits,
 * because the token may be good; throws jose's errors when the token names no key of the issuer.
 */
export const findKey: JWTVerifyGetKey = async (header, token) => {
  keys ??= createRemoteJWKSet(new URL(setting('jwksUrl')), {
    timeoutDuration: TIMEOUT,
    [customFetch]: fetchKeys,
  });
  if (Date.now() < pausedUntil) return findCachedKey(keys, header, token);
  try {
    return await keys(header, token);
  } catch (cause) {
    if (isTokenError(cause)) throw cause;
    reportOutage(cause);
    return findCachedKey(keys, header, token);
  }
};

/** A set without keys would refuse every token, so it counts as an outage and replaces nothing. */
const fetchKeys: FetchImplementation = async (url, options) => {
  const response = await fetch(url, options);
  if (response.ok) {
    const found = (await response.clone().json()) as { readonly keys?: unknown } | null;
    if (!Array.isArray(found?.keys) || found.keys.length === 0) throw new Error('The key set has no keys.');
    fetchedAt = Date.now();
  }
  return response;
};

async function findCachedKey(
  { jwks }: NonNullable<typeof keys>,
  ...[header, token]: Parameters<JWTVerifyGetKey>
): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
  const cached = Date.now() < fetchedAt + VALID_FOR ? jwks() : undefined;
  try {
    if (cached) return await createLocalJWKSet(cached)(header, token);
  } catch {
    // The issuer may have a key by now that fits.
  }
  throw new ApiError(
    'unavailable',
    'Tokens cannot be verified because the keys of their issuer are unavailable. Retry the request.',
    { headers: { 'retry-after': `${PAUSE / SECOND}` } },
  );
}

/** Logs an outage once a pause, however many calls meet it. */
function reportOutage(error: unknown): void {
  if (Date.now() < pausedUntil) return;
  pausedUntil = Date.now() + PAUSE;
  log.error('token keys unavailable', { url: setting('jwksUrl'), error });
}

/** jose's codes for: the keys are there, and the token names none of them. */
const TOKEN_ERRORS = new Set(['ERR_JWKS_NO_MATCHING_KEY', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS']);

const isTokenError = (cause: unknown): boolean => TOKEN_ERRORS.has((cause as { code?: string }).code ?? '');
