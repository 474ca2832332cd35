import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyResultV2,
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  ScheduledEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type { FunctionName } from '../functions/api/routes.ts';
import { SECOND } from '../functions/domain/time.ts';
import { WORKER_TIMEOUT } from '../functions/runtime/config.ts';
import type { SchedulerEvent } from '../functions/workers/scheduler.ts';
import { ACCOUNT, REGION } from './environment.ts';

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyResultV2>;

/** The workers with a queue. The queue has the worker's name. */
export const queueNames = [
  'usage',
  'uploads',
  'themes',
  'due',
  'webhooks',
  'platform-webhooks',
  'deliveries',
  'mail',
  'mail-feedback',
  'sandbox',
  'transcoding',
  'access-logs',
] as const;
export type QueueName = (typeof queueNames)[number];

/** The FIFO queue. */
export const FIFO: QueueName = 'usage';

type Worker<Event, Result = undefined> = (event: Event, context: Context) => Promise<Result | undefined>;

/**
 * Worker → the event it receives. `relay` and `audit` receive every change of the table; the clock runs `scheduler`.
 */
export interface WorkerHandlers extends Readonly<Record<QueueName, Worker<SQSEvent, SQSBatchResponse>>> {
  readonly relay: Worker<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  readonly audit: Worker<DynamoDBStreamEvent, DynamoDBBatchResponse>;
  readonly scheduler: Worker<SchedulerEvent>;
}
export type WorkerName = keyof WorkerHandlers;

/** How the local stack obtains the handlers. */
export interface Functions {
  api(name: FunctionName): Promise<ApiHandler>;
  worker<Name extends WorkerName>(name: Name): Promise<WorkerHandlers[Name]>;
}

/** The deployed handlers. Imported on use, because they read the environment on import. */
export const deployed: Functions = {
  api: async (name) => {
    const module: { handler: ApiHandler } = await import(`../functions/api/${name}.ts`);
    return module.handler;
  },
  worker: async (name) => {
    const module: { handler: WorkerHandlers[typeof name] } = await import(`../functions/workers/${name}.ts`);
    return module.handler;
  },
};

/** What a schedule hands to its function; with `shards`, of which parts of the due index alone. */
export const scheduledEvent = (
  shards?: readonly string[],
): ScheduledEvent<SchedulerEvent['detail'] & {}> => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: ACCOUNT,
  time: new Date().toISOString(),
  region: REGION,
  resources: [],
  detail: shards === undefined ? {} : { shards },
});

const TIMEOUT_MS = WORKER_TIMEOUT * SECOND;

/** Returns the second argument of a handler. */
export function lambdaContext(functionName: string): Context {
  const end = Date.now() + TIMEOUT_MS;
  const awsRequestId = randomUUID();
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'desk',
    getRemainingTimeInMillis: () => Math.max(end - Date.now(), 0),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
