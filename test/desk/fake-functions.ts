import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import type { Functions, WorkerName } from '../../functions/desk/lambda.ts';

/** Handlers that answer with what they were given, and a record of what the workers got. */
export function fakeFunctions(
  overrides: { api?: (event: APIGatewayProxyEventV2) => Promise<object | string> } = {},
) {
  const worked: Record<WorkerName, SQSEvent[]> = { usage: [], uploads: [] };
  const echo = async (event: APIGatewayProxyEventV2) => ({ statusCode: 200, body: JSON.stringify(event) });
  const functions: Functions = {
    api: async () => overrides.api ?? echo,
    worker: async (name) => async (event) => {
      worked[name].push(event);
      return { batchItemFailures: [] };
    },
  };
  return { functions, worked };
}
