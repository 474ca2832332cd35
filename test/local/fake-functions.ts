import type { APIGatewayProxyEventV2, DynamoDBRecord, SQSEvent } from 'aws-lambda';
import type { Functions, QueueName, WorkerHandlers } from '../../local/lambda.ts';

interface Overrides extends Partial<WorkerHandlers> {
  readonly api?: (event: APIGatewayProxyEventV2) => Promise<object | string>;
}

/** Handlers that answer with what they were given, and a record of what the workers got. */
export function fakeFunctions({ api, ...overrides }: Overrides = {}) {
  const worked: Record<QueueName, SQSEvent[]> = {
    usage: [],
    uploads: [],
    themes: [],
    due: [],
    webhooks: [],
    'platform-webhooks': [],
    deliveries: [],
    mail: [],
    'mail-feedback': [],
    sandbox: [],
    transcoding: [],
    'access-logs': [],
  };
  const relayed: DynamoDBRecord[] = [];
  const echo = async (event: APIGatewayProxyEventV2) => ({ statusCode: 200, body: JSON.stringify(event) });
  const recorder = (name: QueueName) => async (event: SQSEvent) => {
    worked[name].push(event);
    return { batchItemFailures: [] };
  };
  const workers: WorkerHandlers = {
    usage: recorder('usage'),
    uploads: recorder('uploads'),
    themes: recorder('themes'),
    due: recorder('due'),
    webhooks: recorder('webhooks'),
    'platform-webhooks': recorder('platform-webhooks'),
    deliveries: recorder('deliveries'),
    mail: recorder('mail'),
    'mail-feedback': recorder('mail-feedback'),
    sandbox: recorder('sandbox'),
    transcoding: recorder('transcoding'),
    'access-logs': recorder('access-logs'),
    relay: async ({ Records }) => {
      relayed.push(...Records);
      return undefined;
    },
    audit: async () => undefined,
    scheduler: async () => undefined,
    ...overrides,
  };
  const functions: Functions = {
    api: async () => api ?? echo,
    worker: async (name) => workers[name],
  };
  return { functions, worked, relayed };
}

/** The bodies of the messages that a worker was handed. */
export const bodiesOf = (events: readonly SQSEvent[]): string[] =>
  events.flatMap((event) => event.Records.map((record) => record.body));
