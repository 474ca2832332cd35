import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { log } from '../../functions/runtime/log.ts';
import { contentTypeHeader } from '../../functions/runtime/security-headers.ts';
import { pathOf, type Serve, sendProblem } from './answers.ts';
import { guardOrigins } from './origins.ts';
import { asError, systemCode } from './system-errors.ts';

export interface LocalServer {
  readonly url: string;
  /** Earlier requests wait for this call. The first part that handles a request answers it. */
  answerWith(parts: readonly Serve[]): void;
  stop(): Promise<void>;
}

/** System errors that show that the engine is unavailable. */
const AWAY: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);
const FLUSH_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Starts a server on 127.0.0.1 only. Port 0 selects a free one. */
export async function openServer(port: number): Promise<LocalServer> {
  let answerWith: (parts: readonly Serve[]) => void = () => {};
  const ready = new Promise<readonly Serve[]>((resolve) => {
    answerWith = resolve;
  });
  const server = createServer((request, response) => {
    void ready.then((parts) => answer(parts, request, response));
  });
  // Longer than clients keep idle connections, because closing one while a request is on its way fails that request.
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} is taken: stop what listens there, or set PORT to another (0 is any free one).`,
    );
  }
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}`,
    answerWith,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      setTimeout(() => server.closeAllConnections(), FLUSH_MS).unref();
      await closed;
    },
  };
}

export interface Gate {
  readonly serve: Serve;
  /**
   * Returns the number of modifying requests so far, without events of payment providers, which follow from other
   * requests.
   */
  readonly traffic: () => number;
  close(): Promise<void>;
}

/** Passes requests through until it is closed. Closing waits for requests in progress. */
export function gate(serve: Serve): Gate {
  const running = new Set<Promise<boolean>>();
  let closed = false;
  let changes = 0;
  return {
    traffic: () => changes,
    serve: (request, response, path) => {
      if (closed)
        return Promise.resolve(
          sendProblem(response, 'unavailable', 'The local server is stopping.', path, {
            headers: { 'retry-after': '1' },
          }),
        );
      if (request.method !== 'GET' && !path.startsWith('/v1/payments/')) changes += 1;
      const work = serve(request, response, path).finally(() => running.delete(work));
      running.add(work);
      return work;
    },
    close: async () => {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise((resolve) => {
        timer = setTimeout(resolve, LONGEST_WAIT_MS);
      });
      await Promise.race([Promise.allSettled(running), timeout]);
      clearTimeout(timer);
    },
  };
}

async function answer(
  parts: readonly Serve[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  response.setHeaders(new Map(Object.entries(contentTypeHeader)));
  try {
    if (guardOrigins(request, response, path)) return;
    for (const part of parts) if (await part(request, response, path)) return;
    request.resume();
    sendProblem(response, 'not-found', `There is no ${path}.`, path);
  } catch (error) {
    // The client disconnected, so there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    log.error('local.request.failed', {
      path,
      error: asError(error),
    });
    if (response.headersSent) response.destroy();
    else if (AWAY.has(systemCode(error) ?? ''))
      sendProblem(response, 'unavailable', 'The DynamoDB engine is away. Retry the request.', path, {
        headers: { 'retry-after': '1' },
      });
    else sendProblem(response, 'internal', 'The local server failed. See its log.', path);
  }
}
