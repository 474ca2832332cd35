import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** The issuer that a deployed stack trusts. */
export interface Trusted {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
}

export interface Issuer {
  readonly url: string;
  /** Signs in the name of another issuer, and publishes that issuer's keys beside its own. */
  standInFor(trusted: Trusted): void;
  close(): Promise<void>;
}

/**
 * Opens a token issuer on this machine, beside the user pool that a stack trusts. The suite needs tokens with any
 * subject and claims, which a user pool does not issue. `POST /token` has the interface of `POST /dev/token`. Functions
 * that fetch its keys trust both.
 */
export async function openIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'e2e', alg: 'RS256', use: 'sig' };
  let url = '';
  let trusted: Trusted | undefined;
  const sign = async (request: IncomingMessage) => {
    const { sub, scope, ...claims } = await jsonOf(request);
    if (trusted === undefined) throw new Error('The issuer has no user pool yet in whose name it signs.');
    const words = Array.isArray(scope) ? scope.join(' ') : scope;
    const token = await new SignJWT({ ...claims, ...(words && { scope: words }) })
      .setProtectedHeader({ alg: 'RS256', kid: 'e2e', typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(trusted.issuer)
      .setAudience(trusted.audience)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    return { token };
  };
  const routes: Readonly<Record<string, (request: IncomingMessage) => Promise<unknown>>> = {
    'GET /.well-known/jwks.json': async () => ({ keys: [jwk, ...(await keysOf(trusted))] }),
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
    standInFor: (other) => {
      trusted = other;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function keysOf(trusted: Trusted | undefined): Promise<readonly unknown[]> {
  if (trusted === undefined) return [];
  const jwks = (await (await fetch(trusted.jwksUrl)).json()) as { readonly keys: readonly unknown[] };
  return jwks.keys;
}

async function jsonOf(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}
