import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { matchRoute } from '../../functions/api/kernel/route-match.ts';
import { routeOf } from '../../functions/api/routes.ts';
import { type Instant, MINUTE, parseInstant, plus } from '../../functions/domain/time.ts';
import { useClock } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { queueUrl } from '../../local/environment.ts';
import { openServer } from '../../local/http/server.ts';
import { deployed, lambdaContext } from '../../local/lambda.ts';
import { keepNothing } from '../../local/queues/messages.ts';
import { Queue } from '../../local/queues/queue.ts';
import { sqsEndpoint } from '../../local/queues/sqs.ts';
import { jwksEndpoint, openTokens, type TokenClaims } from '../../local/tokens.ts';
import { retryAtOnce } from './faults.ts';
import { configure } from './payments.ts';
import { openTable } from './table.ts';

/**
 * The deployed handlers over a real table, with nothing that works by itself: no stream, no schedule, no worker. What
 * happens is what the test has happen, request by request. The service is imported when its environment is set.
 */
export async function openHandlers(startsAt: string) {
  const table = await openTable();
  const queue = await Queue.open({ name: 'sandbox', store: keepNothing });
  const server = await openServer(0);
  const tokens = await openTokens(null);
  server.answerWith([sqsEndpoint([queue]), jwksEndpoint(tokens)]);
  process.env.AWS_ENDPOINT_URL_SQS = `${server.url}/sqs`;
  configure({
    sandboxQueueUrl: queueUrl(server.url, 'sandbox'),
    jwksUrl: `${server.url}/.well-known/jwks.json`,
  });
  log.setLogLevel('SILENT');
  let now = parseInstant(startsAt);
  useClock({ now: () => now });
  const { dynamo } = await import('../../functions/store/table/client.ts');
  const { sqs } = await import('../../functions/queue/client.ts');
  const { dueIn } = await import('../../functions/store/table/due.ts');
  const { allDueShards } = await import('../../functions/store/shards.ts');
  const { dueWork, executeTasks } = await import('../../functions/schedules/work.ts');
  const { signSandboxEvent } = await import('../../functions/payments/providers/sandbox.ts');
  const { decodeSandboxEvent } = await import('../../functions/queue/sandbox.ts');
  await retryAtOnce(dynamo);

  const send = async (route: string, body: string, headers: Record<string, string>): Promise<Answer> => {
    const event = eventOf(route, body, headers);
    const handler = await deployed.api(routeOf(event.routeKey as Parameters<typeof routeOf>[0]).function);
    const result = (await handler(event, lambdaContext('test'))) as APIGatewayProxyStructuredResultV2;
    return { status: result.statusCode ?? 200, body: JSON.parse(result.body || 'null') };
  };
  const allDue = async (at: Instant) =>
    (await Promise.all(allDueShards().map((shard) => dueIn(shard, at, 200)))).flat();

  return {
    dynamo,
    sqs,
    dueWork,
    now: () => now,
    setTime: (to: string) => {
      now = parseInstant(to);
    },
    /** A client with this token. What it asks for under one key is one request. */
    as: async (claims: TokenClaims): Promise<DirectClient> => {
      const authorization = `Bearer ${await tokens.issue(claims)}`;
      return (route, body = {}, key = randomUUID()) =>
        send(route, JSON.stringify(body), { authorization, 'idempotency-key': key });
    },
    /** Delivers what the provider has to tell: all that is on its queue. */
    hearProvider: async (): Promise<void> => {
      for (const { id, body } of [...queue.messages()]) {
        const headers = await signSandboxEvent(decodeSandboxEvent(body), body);
        const { status } = await send('POST /v1/payments/webhooks/sandbox', body, { ...headers });
        expect(status).toBe(200);
        await queue.remove(id);
      }
    },
    /** Signs and sends one event of the provider's. */
    tell: async (event: Record<string, unknown>): Promise<Answer> => {
      const body = JSON.stringify(event);
      const headers = await signSandboxEvent(decodeSandboxEvent(body), body);
      return send('POST /v1/payments/webhooks/sandbox', body, { ...headers });
    },
    /** Does all that is due a few minutes from now, until nothing is. */
    workOff: async (): Promise<void> => {
      now = plus(now, 5 * MINUTE);
      for (let round = 0; round < 20; round += 1) {
        const items = await allDue(now);
        if (items.length === 0) return;
        for (const { pk, sk, kind } of items) await executeTasks(kind, [{ pk, sk }], now);
      }
      throw new Error(`Always due: ${JSON.stringify(await allDue(now))}`);
    },
    close: async () => {
      sqs.destroy();
      await server.stop();
      await table.close();
    },
  };
}

export type HandlersAlone = Awaited<ReturnType<typeof openHandlers>>;

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
export type Answer = { readonly status: number; readonly body: any };
export type DirectClient = (route: string, body?: unknown, key?: string) => Promise<Answer>;

/** A request as API Gateway hands it on. */
function eventOf(route: string, body: string, headers: Record<string, string>): APIGatewayProxyEventV2 {
  const [method = '', path = ''] = route.split(' ');
  const match = matchRoute(method, path);
  if (match.kind !== 'route') throw new Error(`There is no ${route}.`);
  const isBodiless = method === 'GET' || method === 'DELETE';
  return {
    version: '2.0',
    routeKey: match.key,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    pathParameters: { ...match.parameters },
    requestContext: { requestId: randomUUID() } as APIGatewayProxyEventV2['requestContext'],
    ...(isBodiless ? {} : { body }),
    isBase64Encoded: false,
  };
}
