import type { Ministack } from './server.ts';

/** Calls a REST service by plain HTTP, to avoid installing its SDK client. */
export async function callRest(
  { url }: Ministack,
  service: 'lambda' | 'apigateway',
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: signedFor(service), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Calls a service that expects its operation in a header. */
export async function callJson(
  { url }: Ministack,
  service: 'logs',
  operation: string,
  input: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: signedFor(service),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': operation,
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** MiniStack selects the service by the signature's scope and ignores the rest. */
const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=e2e/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
