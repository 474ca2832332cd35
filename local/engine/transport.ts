import { Readable } from 'node:stream';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { HttpRequest } from '@smithy/types';

/** A response of DynamoDB on its way to the SDK. */
export interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable;
}

/** A request as the SDK sends it: one for each of its attempts. */
interface Sent {
  readonly operation: string;
  readonly body: string;
}

/** Answers a request; `pass` sends it to the engine. */
type Interceptor = (sent: Sent, pass: () => Promise<Answer>) => Promise<Answer>;

interface Handler {
  handle(request: HttpRequest, options?: unknown): Promise<{ response: Answer }>;
}

/**
 * Puts an interceptor under the client, at the transport, so that the SDK's own retries take part. Returns what takes
 * it away again.
 */
export function interceptRequests(client: DynamoDBClient, intercept: Interceptor): () => void {
  const config = client.config as unknown as { requestHandler: Handler };
  const real = config.requestHandler;
  const handler: Handler = {
    handle: async (request, options) => {
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
      const pass = async () => (await real.handle(request, options)).response;
      return { response: await intercept({ operation, body }, pass) };
    },
  };
  config.requestHandler = Object.assign(Object.create(real), handler) as Handler;
  return () => {
    config.requestHandler = real;
  };
}

/** The response with which DynamoDB refuses a request. */
export function refusal(status: number, type: string, message: string, more: object = {}): Answer {
  return answer(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...more });
}

const answer = (status: number, body: object): Answer => ({
  statusCode: status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: Readable.from([Buffer.from(JSON.stringify(body))]),
});
