import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendProblem } from './answers.ts';

/** `127.0.0.1`, `localhost` and `::1`: names under which no other machine serves pages. */
const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;

/**
 * Whether a Host header names this machine. Without the check a page could reach the server under its own name (DNS
 * rebinding).
 */
function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && isOnLoopback(`http://${host}`);
}

/** Whether the request is from a page of this machine, or from a client that is no page and sends no Origin. */
function isLoopbackOrigin(origin: string | undefined): boolean {
  return origin === undefined || isOnLoopback(origin);
}

const isOnLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);

/**
 * Paths that are only for this machine: they require neither a token, nor a signature, nor a header that would cause a
 * preflight.
 */
const ALONE = /^\/(dev|ses)\//;

/** How long a browser may cache a preflight response, in seconds. */
const PREFLIGHT_AGE = '600';

/**
 * Refuses requests with a foreign host name, and requests of other origins to `/dev` and the mail. Allows pages of this
 * machine to read every response (CORS), and answers their preflight requests. Returns true if it has answered.
 */
export function guardOrigins(request: IncomingMessage, response: ServerResponse, path: string): boolean {
  const { host, origin } = request.headers;
  if (!isLoopbackHost(host))
    return refuse(request, response, path, `Host is ${host}. Use 127.0.0.1 or localhost.`);
  if (ALONE.test(path) && !isLoopbackOrigin(origin))
    return refuse(
      request,
      response,
      path,
      `Origin is ${origin}. Call ${path} from a page of this machine, or from none.`,
    );
  if (origin === undefined || !isLoopbackOrigin(origin)) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', '*');
  response.setHeader('vary', 'Origin');
  const method = request.headers['access-control-request-method'];
  if (request.method !== 'OPTIONS' || method === undefined) return false;
  request.resume();
  response.setHeader('access-control-allow-methods', method);
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '');
  response.setHeader('access-control-max-age', PREFLIGHT_AGE);
  response.writeHead(204).end();
  return true;
}

function refuse(request: IncomingMessage, response: ServerResponse, path: string, detail: string): true {
  request.resume();
  return sendProblem(response, 'forbidden', detail, path);
}
