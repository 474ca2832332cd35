import { randomUUID } from 'node:crypto';
import { SECOND } from '../functions/domain/time.ts';
import { BUS_SOURCE } from '../functions/runtime/config.ts';
import { ACCOUNT, EVENT_BUS, REGION } from './environment.ts';
import { readBody, type Serve, send } from './http/answers.ts';
import type { QueueName } from './lambda.ts';
import type { Queue } from './queues/queue.ts';

const TARGET = 'AWSEvents.PutEvents';
const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

/** The rules of the bus: event source → queues. Events of other sources are dropped. */
const rules: ReadonlyMap<string, readonly QueueName[]> = new Map([
  [BUS_SOURCE, ['webhooks', 'platform-webhooks', 'mail']],
]);

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
  readonly Resources?: readonly string[];
  /** Seconds since 1970. */
  readonly Time?: number;
}

/**
 * Serves EventBridge's PutEvents, as `@aws-sdk/client-eventbridge` sends it. Sends each event to the queues of its
 * rule.
 */
export function busEndpoint(queues: Readonly<Record<QueueName, Queue>>): Serve {
  return async (request, response) => {
    if (request.method !== 'POST' || request.headers['x-amz-target'] !== TARGET) return false;
    const body = await readBody(request);
    const { Entries = [] }: { Entries?: readonly Entry[] } = JSON.parse(body?.toString() ?? '{}');
    const refusal = refusalOf(Entries);
    if (refusal !== null) {
      const problem = { __type: 'ValidationException', message: refusal };
      return send(response, 400, 'application/x-amz-json-1.1', JSON.stringify(problem));
    }
    const results = [];
    // Sequentially, to preserve the order of events.
    for (const entry of Entries) results.push(await put(queues, entry));
    const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
    const answer = JSON.stringify({ FailedEntryCount, Entries: results });
    return send(response, 200, 'application/x-amz-json-1.1', answer);
  };
}

/** Returns why the whole request is refused; null if it is accepted. */
function refusalOf(entries: readonly Entry[]): string | null {
  if (entries.length < 1 || entries.length > MOST_ENTRIES)
    return `1 to ${MOST_ENTRIES} entries are taken at a time, not ${entries.length}.`;
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > MOST_BYTES)
    return 'Total size of the entries in the request is over the limit.';
  return null;
}

/** Computes the size as EventBridge does: source, type, detail, and 14 bytes for a time. */
const sizeOf = ({ Source = '', DetailType = '', Detail = '', Time }: Entry): number =>
  Buffer.byteLength(Source + DetailType + Detail) + (Time === undefined ? 0 : 14);

async function put(queues: Readonly<Record<QueueName, Queue>>, entry: Entry): Promise<object> {
  const { Source = '', DetailType = '', Detail = '', EventBusName, Resources = [], Time } = entry;
  if (Source === '' || DetailType === '' || Detail === '')
    return failure('InvalidArgument', 'Source, DetailType and Detail are needed.');
  if (EventBusName !== EVENT_BUS) return failure('InvalidArgument', `There is no bus ${EventBusName}.`);
  const detail = objectOf(Detail);
  if (detail === null) return failure('MalformedDetail', 'Detail is malformed.');
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: eventTime(Time),
    region: REGION,
    resources: Resources,
    detail,
  };
  const { subject: groupId } = detail;
  const group = typeof groupId === 'string' ? { groupId } : {};
  for (const name of rules.get(Source) ?? []) await queues[name].send(JSON.stringify(event), {}, group);
  return { EventId: event.id };
}

const failure = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });

/** Formats a time in whole seconds, as EventBridge does. */
const eventTime = (epochSeconds = Date.now() / SECOND): string =>
  new Date(Math.floor(epochSeconds) * SECOND).toISOString().replace('.000Z', 'Z');

function objectOf(text: string): { readonly subject?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
