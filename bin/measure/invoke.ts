import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
  SQSBatchResponse,
} from 'aws-lambda';
import type { RouteKey } from '../../functions/api/routes.ts';
import { handler as usageHandler } from '../../functions/workers/usage.ts';
import { lambdaContext } from '../../local/lambda.ts';
import { recordOf } from '../../local/queues/record.ts';

export interface Request {
  readonly route: RouteKey;
  readonly token: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Calls an API handler as API Gateway does. Throws for another status than expected. */
export async function invoke(handler: Handler, request: Request, expected: number): Promise<void> {
  await callOf(handler, request)(expected);
}

/** Works like `invoke` in two steps: prepares the call, so that only the handler's own work can be timed. */
export function callOf(handler: Handler, request: Request): (expected: number) => Promise<void> {
  const event = eventOf(request);
  const context = lambdaContext(request.route);
  return async (expected) => {
    const { statusCode, body } = await handler(event, context);
    if (statusCode !== expected) throw new Error(`${request.route} answered ${statusCode}: ${body}`);
  };
}

function eventOf({ route, token, parameters = {}, body }: Request): APIGatewayProxyEventV2 {
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? '');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: '',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    pathParameters: { ...parameters },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'measure',
      domainName: 'measure',
      domainPrefix: 'measure',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'measure' },
      requestId: randomUUID(),
      routeKey: route,
      stage: '$default',
      time: '20/May/2026:12:00:00 +0000',
      timeEpoch: 0,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}

/** Passes message bodies to the usage worker in one batch, as SQS does. Throws if one was not counted. */
export async function deliver(...bodies: readonly string[]): Promise<void> {
  const Records = bodies.map((body) =>
    recordOf('usage', { id: randomUUID(), body, attributes: {}, groupId: '0', sentAt: 0, receiveCount: 1 }),
  );
  const { batchItemFailures }: SQSBatchResponse = await usageHandler({ Records });
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages were not counted.`);
}
