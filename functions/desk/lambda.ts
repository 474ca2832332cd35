import { randomUUID } from 'node:crypto';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyResultV2,
  Context,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import type { FunctionName } from '../api/routes.ts';
import { ACCOUNT, REGION } from './environment.ts';

export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyResultV2>;

export type WorkerHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse | undefined>;

export type WorkerName = 'usage' | 'uploads';

/** How the desk comes by the handlers. */
export interface Functions {
  api(name: FunctionName): Promise<ApiHandler>;
  worker(name: WorkerName): Promise<WorkerHandler>;
}

/** The handlers that are deployed. Imported late: they read the environment when they are. */
export const deployed: Functions = {
  api: async (name) => {
    const module: { handler: ApiHandler } = await import(`../api/${name}.ts`);
    return module.handler;
  },
  worker: async (name) => {
    const module: { handler: WorkerHandler } = await import(`../workers/${name}.ts`);
    return module.handler;
  },
};

const TIMEOUT_MS = 30_000;

/** The second argument of a handler. */
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
