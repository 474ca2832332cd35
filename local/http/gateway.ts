import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyResultV2,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { type Match, matchRoute } from '../../functions/api/kernel/route-match.ts';
import { DEFAULT_ROUTE, type FunctionName, routeOf } from '../../functions/api/routes.ts';
import { log } from '../../functions/runtime/log.ts';
import { type Functions, lambdaContext } from '../lambda.ts';
import { queryOf, readBody, type Serve, send, sendProblem } from './answers.ts';
import { asError } from './system-errors.ts';

/** API Gateway passes these types as text, all others as base64. */
const TEXT = /^(text\/.*|application\/(json|xml|javascript))\s*(;|$)/i;

/**
 * Emulates API Gateway's HTTP API: request → payload 2.0 event → the route's handler → response. Answers every request.
 */
export function apiEndpoint(functions: Functions): Serve {
  return async (request, response, path) => {
    const method = request.method ?? 'GET';
    const match = matchRoute(method, path);
    if (match.kind === 'malformed') {
      request.resume();
      return sendProblem(response, 'validation-failed', 'The path is not well encoded.', path);
    }
    const body = await readBody(request);
    if (body === null) {
      return sendProblem(response, 'payload-too-large', 'A body may have 6 MB at most.', path);
    }
    const { name, ...routed } = routedTo(method, match);
    try {
      const handler = await functions.api(name);
      return sendResult(response, await handler(eventOf(request, path, routed, body), lambdaContext(name)));
    } catch (error) {
      log.error('local.handler.failed', { function: name, routeKey: routed.key, error: asError(error) });
      return sendProblem(
        response,
        'internal',
        `The function ${name} failed. See the local stack's log.`,
        path,
      );
    }
  };
}

interface Routed {
  readonly key: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Returns the function and the route key of a request. Requests without a route use the default route, as on AWS. */
function routedTo(method: string, match: Match): Routed & { readonly name: FunctionName } {
  if (match.kind !== 'route') return { name: 'reference', key: DEFAULT_ROUTE, parameters: {} };
  const key = match.key.replace(/^[A-Z]+/, method);
  return { name: routeOf(match.key).function, key, parameters: match.parameters };
}

function eventOf(
  request: IncomingMessage,
  path: string,
  { key, parameters }: Routed,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = request.headersDistinct;
  const query = queryOf(request);
  // Bytes that are not valid UTF-8 stay bytes, because decoding could make different bodies equal.
  const isText = TEXT.test(request.headers['content-type'] ?? 'application/json') && isUtf8(body);
  return {
    version: '2.0',
    routeKey: key,
    rawPath: path,
    rawQueryString: query,
    ...(cookie && { cookies: cookie.flatMap((line) => line.split('; ')) }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, values]) => [name, values?.join(',') ?? '']),
    ),
    ...(query !== '' && { queryStringParameters: joined(new URLSearchParams(query)) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: { ...parameters } }),
    requestContext: requestContext(request, path, key),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Joins the values of a repeated parameter with commas. */
const joined = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')]));

function requestContext(
  request: IncomingMessage,
  path: string,
  routeKey: string,
): APIGatewayProxyEventV2['requestContext'] {
  const at = new Date();
  const [, day, month, year, time] = at.toUTCString().split(' ');
  return {
    accountId: 'anonymous',
    apiId: 'desk',
    domainName: request.headers.host ?? '127.0.0.1',
    domainPrefix: 'desk',
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: `${day}/${month}/${year}:${time} +0000`,
    timeEpoch: at.getTime(),
  };
}

function sendResult(response: ServerResponse, result: APIGatewayProxyResultV2): true {
  // Without a status code API Gateway sends the whole result as the body of a 200.
  if (!isStructured(result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return send(response, 200, 'application/json', body);
  }
  const body = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies) response.setHeader('set-cookie', result.cookies);
  response.statusCode = result.statusCode ?? 200;
  if (result.statusCode === 204 || response.req.method === 'HEAD') response.end();
  else {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
    response.setHeader('content-length', body.length);
    response.end(body);
  }
  return true;
}

const isStructured = (result: APIGatewayProxyResultV2): result is APIGatewayProxyStructuredResultV2 =>
  typeof result === 'object' && result !== null && 'statusCode' in result;
