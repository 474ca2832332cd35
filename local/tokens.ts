import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import * as z from 'zod';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from './environment.ts';
import { readOrSetAside, writeWhole } from './files.ts';
import { type Serve, sendJson } from './http/answers.ts';

export interface TokenClaims {
  readonly sub: string;
  readonly groups?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  /** Whether the user's companies are added to `accounts`, as the deployed user pool does. */
  readonly memberships?: boolean | undefined;
  /** One scope, several separated by spaces, or a list. The token has them separated by spaces (RFC 8693). */
  readonly scope?: string | readonly string[] | undefined;
}

export interface Tokens {
  /** Issues a token that is valid for 12 hours of the wall clock. */
  issue(claims: TokenClaims): Promise<string>;
  jwks(): JSONWebKeySet;
}

/**
 * Opens the local stack's issuer. Stores its key in `dataDir`, so that tokens survive a restart; null stores nothing.
 */
export async function openTokens(dataDir: string | null): Promise<Tokens> {
  const { alg = 'RS256', ...jwk } = dataDir === null ? await makeKey() : await storedKey(dataDir);
  const key = await importJWK(jwk, alg);
  const kid = await calculateJwkThumbprint(jwk);
  const { kty = 'RSA', n = '', e = '' } = jwk;
  return {
    issue: async ({ sub, scope, memberships, ...claims }) =>
      new SignJWT({
        ...claims,
        ...(memberships && { accounts: [...(claims.accounts ?? []), ...(await accountsOf(sub))] }),
        ...(scope && { scope: typeof scope === 'string' ? scope : scope.join(' ') }),
      })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .setSubject(sub)
        .setIssuer(TOKEN_ISSUER)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(key),
    jwks: () => ({ keys: [{ kty, n, e, alg, kid, use: 'sig' }] }),
  };
}

/**
 * Returns the accounts that the deployed trigger adds to a token. Imported on use, because it creates its clients on
 * import.
 */
async function accountsOf(sub: string): Promise<readonly string[]> {
  const { handler } = await import('../functions/workers/access-token.ts');
  const { response } = await handler({ request: { userAttributes: { sub } } });
  return response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride.accounts;
}

/** Serves GET /.well-known/jwks.json. */
export const jwksEndpoint =
  (tokens: Tokens): Serve =>
  async (request, response, path) =>
    request.method === 'GET' && path === '/.well-known/jwks.json' && sendJson(response, 200, tokens.jwks());

const part = z.string().min(1);
const keySchema = z.looseObject({ kty: z.literal('RSA'), n: part, e: part, d: part, alg: part });
const LOSS = 'Tokens that were issued before are refused. Ask for new ones.';

async function storedKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, 'token-key.json');
  const stored = readOrSetAside(path, keySchema, LOSS);
  if (stored !== null) return stored;
  const jwk = await makeKey();
  await mkdir(dataDir, { recursive: true });
  writeWhole(path, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256' };
}
