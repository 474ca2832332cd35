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
  /** Whether the companies that the user is a member of are added to `accounts`, as our own user pool does. */
  readonly memberships?: boolean | undefined;
  /** One scope, several with spaces between, or a list. In the token: with spaces, as RFC 8693 has it. */
  readonly scope?: string | readonly string[] | undefined;
}

export interface Tokens {
  /** A token that is good for 12 hours, by the wall clock. */
  issue(claims: TokenClaims): Promise<string>;
  jwks(): JSONWebKeySet;
}

/** The desk's issuer. Its key is kept in `dataDir`, so that tokens outlive a restart; with null it is not kept. */
export async function openTokens(dataDir: string | null): Promise<Tokens> {
  const { alg = 'RS256', ...jwk } = dataDir === null ? await makeKey() : await keptKey(dataDir);
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

/** What the deployed trigger of the user pool puts into a token. Imported late: it makes its clients when it is. */
async function accountsOf(sub: string): Promise<readonly string[]> {
  const { handler } = await import('../functions/workers/access-token.ts');
  const { response } = await handler({ request: { userAttributes: { sub } } });
  return response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride.accounts;
}

/** GET /.well-known/jwks.json */
export const jwksEndpoint =
  (tokens: Tokens): Serve =>
  async (request, response, path) =>
    request.method === 'GET' && path === '/.well-known/jwks.json' && sendJson(response, 200, tokens.jwks());

const part = z.string().min(1);
const keySchema = z.looseObject({ kty: z.literal('RSA'), n: part, e: part, d: part, alg: part });
const LOSS = 'Tokens that were issued before are refused. Ask for new ones.';

async function keptKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, 'token-key.json');
  const kept = readOrSetAside(path, keySchema, LOSS);
  if (kept !== null) return kept;
  const jwk = await makeKey();
  await mkdir(dataDir, { recursive: true });
  writeWhole(path, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256' };
}
