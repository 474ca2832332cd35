import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface PeerRequest {
  /** `METHOD /path?query`. */
  readonly route: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** Somebody else's HTTP server, on a free port of this machine: it answers as it is told, and remembers all. */
export async function openPeer(answer: (request: PeerRequest) => PeerAnswer) {
  const requests: PeerRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const seen = { route: `${request.method} ${request.url}`, headers: request.headers, body };
    requests.push(seen);
    const { status, body: answered = {} } = answer(seen);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answered));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The peer has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export type Peer = Awaited<ReturnType<typeof openPeer>>;
