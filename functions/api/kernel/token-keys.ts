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

/** A call must answer well before its function times out. */
const TIMEOUT = 2 * SECOND;
/** After a failure the issuer gets no requests for this long. `Retry-After` gives callers the same time. */
const PAUSE = 5 * SECOND;
/**
 * How long keys stay valid without a refresh. It bridges outages of the issuer, and is the longest life of a withdrawn
 * key.
 */
const VALID_FOR = 24 * HOUR;

let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
let fetchedAt = 0;
let pausedUntil = 0;

/**
 * Finds the public key that signed a token. Refreshes the issuer's keys every ten minutes, and when a token names an
 * unknown key. While refreshes fail, stored keys stay in use for a day. Throws `unavailable` if none of them matches,
 * because the token may be valid; throws jose's errors if the issuer has no such key.
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

/** An empty key set would refuse every token, so treat it as an outage and keep the stored keys. */
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
    // The refresh may have found the key by now.
  }
  throw new ApiError(
    'unavailable',
    'Tokens cannot be verified because the keys of their issuer are unavailable. Retry the request.',
    { headers: { 'retry-after': `${PAUSE / SECOND}` } },
  );
}

/** Logs an outage once per pause, not once per call. */
function reportOutage(error: unknown): void {
  if (Date.now() < pausedUntil) return;
  pausedUntil = Date.now() + PAUSE;
  log.error('token keys unavailable', { url: setting('jwksUrl'), error });
}

/** jose's error codes for tokens whose key is not in the set. */
const TOKEN_ERRORS = new Set(['ERR_JWKS_NO_MATCHING_KEY', 'ERR_JWKS_MULTIPLE_MATCHING_KEYS']);

const isTokenError = (cause: unknown): boolean => TOKEN_ERRORS.has((cause as { code?: string }).code ?? '');
