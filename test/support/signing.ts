import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, importJWK, type JWTPayload, SignJWT } from 'jose';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../local/environment.ts';
import { openStack, type TestStack } from './local-stack.ts';

export type SigningKey = Parameters<SignJWT['sign']>[0];
export type Claims = Readonly<Record<string, unknown>>;

/** A local server, and the means to sign whatever its issuer could have signed. */
export interface SigningDesk {
  readonly desk: TestStack;
  /** The public key in PEM. */
  readonly publicPem: string;
  /** The claims of a good token. */
  good(): JWTPayload;
  /** Signs a token of `sub` with these claims in place of the good ones. */
  sign(claims?: Claims, key?: SigningKey, alg?: string): Promise<string>;
  stop(): Promise<void>;
}

export const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;

/** The server keeps its key in its folder: so a test can sign as the issuer does. */
export async function openSigningDesk(sub: string): Promise<SigningDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'real-deal-tokens-'));
  const desk = await openStack({ dataDir: folder });
  const jwks = await (await fetch(`${desk.url}/.well-known/jwks.json`)).json();
  const [published] = (jwks as { keys: { kid: string; n: string; e: string; kty: string }[] }).keys;
  if (!published) throw new Error('The desk shows no key.');
  const privateKey = await importJWK(
    JSON.parse(readFileSync(join(folder, 'token-key.json'), 'utf8')),
    'RS256',
  );
  const publicKey = await importJWK({ ...published, ext: true }, 'RS256');
  if (publicKey instanceof Uint8Array) throw new Error('The published key is no public key.');
  const good = () => ({ sub, iss: TOKEN_ISSUER, aud: TOKEN_AUDIENCE, exp: inAnHour() });
  return {
    desk,
    publicPem: await exportSPKI(publicKey),
    good,
    sign: (claims = {}, key = privateKey, alg = 'RS256') =>
      new SignJWT({ ...good(), ...claims }).setProtectedHeader({ alg, kid: published.kid }).sign(key),
    stop: async () => {
      await desk.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
