import { StringDecoder } from 'node:string_decoder';
import { Agent, request } from 'undici';
import { SECOND } from '../domain/time.ts';
import { lookupPublic, urlError } from './addresses.ts';

/** The response to a request. `status` is null if there was none; `reason` then says why. */
export interface Answered {
  readonly status: number | null;
  readonly reason: string | null;
  /** Whether the request timed out. */
  readonly isSilent: boolean;
  /** The first 4 KB of the body. */
  readonly response: string | null;
  readonly milliseconds: number;
  /** The header `Retry-After`, unparsed. */
  readonly retryAfter: string | null;
}

/** The headers of every request. The body is a CloudEvent in structured mode. */
export const commonHeaders = {
  'content-type': 'application/cloudevents+json',
  'user-agent': 'real-deal-billing-webhooks/1',
} as const;

const MOST_READ = 4_096;

/**
 * Connections are not reused: a function that was frozen wakes with dead ones, and every request must check the
 * address. Each request has its own timeout.
 */
const agent = new Agent({
  connect: { lookup: lookupPublic, timeout: 0 },
  pipelining: 0,
  headersTimeout: 0,
  bodyTimeout: 0,
});

/**
 * Posts a CloudEvent to a customer's server. Follows no redirects, connects only to public addresses, ends within
 * `timeout` milliseconds and reads at most 4 KB of the response. Never throws.
 */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeout: number,
): Promise<Answered> {
  const started = performance.now();
  const milliseconds = () => Math.round(performance.now() - started);
  const refusal = urlError(url);
  if (refusal) return { ...unanswered(`The URL is refused: ${refusal}`), milliseconds: 0 };
  try {
    const answer = await request(url, {
      method: 'POST',
      body,
      headers: { ...commonHeaders, ...headers },
      dispatcher: agent,
      signal: AbortSignal.timeout(timeout),
    });
    const response = await beginningOf(answer.body);
    const retryAfter = [answer.headers['retry-after']].flat()[0] ?? null;
    return {
      status: answer.statusCode,
      reason: null,
      isSilent: false,
      response,
      milliseconds: milliseconds(),
      retryAfter,
    };
  } catch (error) {
    const isSilent = wordFor(error) === 'TimeoutError';
    const reason = isSilent ? `No answer within ${timeout / SECOND} seconds.` : reasonOf(error);
    return { ...unanswered(reason), isSilent, milliseconds: milliseconds() };
  }
}

const unanswered = (reason: string) => ({
  status: null,
  reason,
  isSilent: false,
  response: null,
  retryAfter: null,
});

/** Returns what was read of the body, even if the rest fails: the status is what counts. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MOST_READ) break;
    }
  } catch {}
  // StringDecoder drops a character that the cut splits.
  return new StringDecoder('utf8').write(Buffer.concat(chunks).subarray(0, MOST_READ));
}

const REASONS: Readonly<Record<string, string>> = {
  REFUSED_ADDRESS: 'The host name does not resolve to a public address.',
  ENOTFOUND: 'The host name has no address.',
  EAI_AGAIN: 'The host name could not be resolved.',
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed unexpectedly.',
  UND_ERR_SOCKET: 'The connection was closed unexpectedly.',
};

const reasonOf = (error: unknown): string =>
  REASONS[wordFor(error)] ?? `The connection failed (${wordFor(error)}).`;

function wordFor(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? '');
}
