import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { TOKEN_AUDIENCE, TOKEN_ISSUER } from '../../local/environment.ts';
import { openTokens, type Tokens } from '../../local/tokens.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();

const verify = async (token: string, tokens: Tokens) => {
  const expected = { issuer: TOKEN_ISSUER, audience: TOKEN_AUDIENCE, algorithms: ['RS256'] };
  return (await jwtVerify(token, createLocalJWKSet(tokens.jwks()), expected)).payload;
};

describe('a token of the local stack', () => {
  it('has its claims and is valid for 12 hours', async () => {
    const tokens = await openTokens(null);
    const claims = { sub: 'user_001', groups: ['admin'], accounts: ['company_7'] };
    const payload = await verify(
      await tokens.issue({ ...claims, scope: ['usage.write', 'read.all'] }),
      tokens,
    );
    expect(payload).toMatchObject({ ...claims, scope: 'usage.write read.all' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 3_600);
  });

  it('is still valid after a restart, with a key that only its owner can read', async () => {
    const token = await (await openTokens(folder)).issue({ sub: 'user_001' });
    expect(await verify(token, await openTokens(folder))).toMatchObject({ sub: 'user_001' });
    expect(statSync(join(folder, 'token-key.json')).mode & 0o777).toBe(0o600);
  });

  it('is not valid at another local stack', async () => {
    const token = await (await openTokens(null)).issue({ sub: 'user_001' });
    await expect(verify(token, await openTokens(null))).rejects.toThrow();
  });

  it('shows nothing but the public key', async () => {
    const [key] = (await openTokens(null)).jwks().keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});
