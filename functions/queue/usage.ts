import { createHash } from 'node:crypto';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as z from 'zod';
import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import type { UsageEvent } from '../domain/metering/deduplication.ts';
import { optionalSetting, setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** A usage event with its account and meter. */
export interface AccountEvent extends UsageEvent {
  readonly account: AccountId;
  readonly meter: string;
}

/** The largest time that JavaScript can represent. */
const LAST_INSTANT = 8_640_000_000_000_000;

/** The encoded form: account, meter, source, id, time (epoch ms), amount. */
const row = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.int().min(0).max(LAST_INSTANT),
  z.int().min(1),
]);
const message = z.object({ events: z.array(row) });

/**
 * Enqueues events, packed into one message per account shard (`packUsage`). Throws if one of several requests fails: some of the
 * events may be on the queue then, and the caller sends all of them again. SQS drops repeated messages for five minutes, and
 * events that it accepts again later count once. One queue request per ten messages or started MiB, billed per started 64 KB.
 */
export async function enqueueUsage(events: readonly AccountEvent[]): Promise<void> {
  const batches = batchesOf(packUsage(events, Number(setting('usageShards'))));
  await pMap(batches, sendBatch, { concurrency: SENDS_AT_ONCE });
}

/** Enough for an API request with accounts of all 64 shards, which takes seven. */
const SENDS_AT_ONCE = 8;

async function sendBatch(batch: readonly UsageMessage[]): Promise<void> {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: setting('usageQueueUrl'),
      Entries: batch.map(({ group, body }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: createHash('sha256').update(body).digest('hex'),
      })),
    }),
  );
  if (Failed.length === 0) return;
  const cause = new Error(Failed.map(({ Code, Message }) => `${Code}: ${Message}`).join(', '));
  throw new ApiError(
    'unavailable',
    'Not all events could be queued. Retry the request with the same events.',
    {
      cause,
      headers: { 'retry-after': '1' },
    },
  );
}

/**
 * Archives an event that was counted without the queue, if the deployment has an archive: the usage worker finds it counted
 * and archives it with the others. One queue request.
 */
export async function archiveCounted(event: AccountEvent): Promise<void> {
  if (event.amount > 0 && optionalSetting('archiveBucket') !== undefined) await enqueueUsage([event]);
}

/** A message of the usage queue. One worker at a time processes messages of a group. */
export interface UsageMessage {
  /** The message group: the shard of its accounts. */
  readonly group: string;
  readonly body: string;
}

/** Limits a batch of ten messages to what a worker counts in a third of its timeout. */
const MOST_EVENTS = 1_000;
/** SQS's limit for a message, and for all messages of a request together. */
const LARGEST = 1_048_576;
const MOST_MESSAGES = 10;

/**
 * Packs events into messages by account shard, `hash(account) mod shards`: all events of an account are in one message group.
 * Events are sorted by account and meter, so that the events of a balance are adjacent.
 */
export function packUsage(events: readonly AccountEvent[], shards: number): UsageMessage[] {
  const groups = new Map<AccountId, string>();
  const packs = new Map<string, Pack[]>();
  for (const event of [...events].sort(byBalance)) {
    const group = groups.get(event.account) ?? groupOf(event.account, shards);
    groups.set(event.account, group);
    const text = JSON.stringify(rowOf(event));
    const bytes = Buffer.byteLength(text) + SEPARATOR_BYTES;
    const ofGroup = packs.get(group) ?? [];
    packs.set(group, ofGroup);
    const last = ofGroup.at(-1);
    if (last && last.rows.length < MOST_EVENTS && last.bytes + bytes <= LARGEST) {
      last.rows.push(text);
      last.bytes += bytes;
    } else ofGroup.push({ rows: [text], bytes: FRAME_BYTES + bytes });
  }
  return [...packs].flatMap(([group, ofGroup]) => ofGroup.map(({ rows }) => ({ group, body: framed(rows) })));
}

interface Pack {
  readonly rows: string[];
  /** Size of the body with these rows, or one byte more. */
  bytes: number;
}

/** Returns the message group of an account. */
const groupOf = (account: AccountId, shards: number): string =>
  String(createHash('sha256').update(account).digest().readUInt32BE() % shards);

const byBalance = (a: AccountEvent, b: AccountEvent): number =>
  compare(a.account, b.account) || compare(a.meter, b.meter);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Distributes messages over requests within SQS's limits. */
function batchesOf(messages: readonly UsageMessage[]): UsageMessage[][] {
  const batches: UsageMessage[][] = [];
  let bytes = 0;
  for (const each of messages) {
    const size = Buffer.byteLength(each.body);
    const last = batches.at(-1);
    if (last && last.length < MOST_MESSAGES && bytes + size <= LARGEST) {
      last.push(each);
      bytes += size;
    } else {
      batches.push([each]);
      bytes = size;
    }
  }
  return batches;
}

const framed = (rows: readonly string[]): string => `{"events":[${rows.join(',')}]}`;
const FRAME_BYTES = framed([]).length;
const SEPARATOR_BYTES = 1;

const rowOf = ({ account, meter, source, id, at, amount }: AccountEvent): z.infer<typeof row> => [
  account,
  meter,
  source,
  id,
  at,
  amount,
];

/** Returns the body of one message with these events. */
export const encodeUsage = (events: readonly AccountEvent[]): string =>
  framed(events.map((event) => JSON.stringify(rowOf(event))));

/** Parses a message. Throws if it is malformed. */
export function decodeUsage(body: string): AccountEvent[] {
  return message.parse(JSON.parse(body)).events.map(([account, meter, source, id, at, amount]) => ({
    account: account as AccountId,
    meter,
    source,
    id,
    at: at as AccountEvent['at'],
    amount,
  }));
}
