import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const AUDIENCE = 'billing-e2e';

export interface Issuer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * An issuer of tokens on this machine, for a stack that was told to trust it. `POST /token` takes what `POST
 * /dev/token` of the desk takes; gateways and functions find its key where OpenID Connect Discovery says.
 */
export async function openIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'e2e', alg: 'RS256', use: 'sig' };
  let url = '';
  const sign = async (request: IncomingMessage) => {
    const { sub, scope, ...claims } = await jsonOf(request);
    const words = Array.isArray(scope) ? scope.join(' ') : scope;
    const token = await new SignJWT({ ...claims, ...(words && { scope: words }) })
      .setProtectedHeader({ alg: 'RS256', kid: 'e2e', typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(url)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    return { token };
  };
  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<unknown>>> = {
    'GET /.well-known/openid-configuration': async () => ({
      issuer: url,
      jwks_uri: `${url}/.well-known/jwks.json`,
    }),
    'GET /.well-known/jwks.json': async () => ({ keys: [jwk] }),
    'POST /token': sign,
  };
  const server = createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(route ? await route(request) : {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The issuer has no address.');
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function jsonOf(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}
