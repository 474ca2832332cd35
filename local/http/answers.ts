import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemTypes } from '../../functions/api/kernel/problem-types.ts';
import type { ErrorCode, ErrorDetail } from '../../functions/domain/errors.ts';

/** One part of the local server. Answers the request, or returns `false` to pass it to the next part. */
export type Serve = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>;

const LARGEST_BODY = 6 * 1024 * 1024;
const PROBLEMS = 'https://real-deal.dev/problems';

/** Returns the path as it was sent, still encoded and with dots. `new URL` would normalize it. */
export const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/';

export const queryOf = (request: IncomingMessage): string =>
  (request.url ?? '').split('?').slice(1).join('?');

/** Reads the body; null if it exceeds `limit` bytes (default 6 MB, Lambda's limit). Always reads to the end. */
export async function readBody(request: IncomingMessage, limit = LARGEST_BODY): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
  }
  return bytes > limit ? null : Buffer.concat(chunks);
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
  return true;
}

export const sendJson = (response: ServerResponse, status: number, value: unknown): true =>
  send(response, status, 'application/json', JSON.stringify(value));

/** Sends an error in the format of the API (RFC 9457). */
export function sendProblem(
  response: ServerResponse,
  code: ErrorCode,
  detail: string,
  instance: string,
  extras: { errors?: readonly ErrorDetail[]; headers?: Readonly<Record<string, string>> } = {},
): true {
  const [status, title] = problemTypes[code];
  const { errors } = extras;
  const requestId = randomUUID();
  const problem = { type: `${PROBLEMS}/${code}`, title, status, detail, instance, requestId, errors };
  const headers = { 'x-request-id': requestId, ...extras.headers };
  return send(response, status, 'application/problem+json', JSON.stringify(problem), headers);
}
