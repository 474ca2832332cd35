import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { archiveEvents } from '../archive/archive.ts';
import type { AccountId } from '../domain/accounts.ts';
import { isRemembered, MOST_PERIODS_LATE } from '../domain/metering/deduplication.ts';
import { findMeter, type Meter } from '../domain/meters.ts';
import { type Period, periodOf } from '../domain/periods.ts';
import type { Instant } from '../domain/time.ts';
import { sqs } from '../queue/client.ts';
import { deadLetterUsage } from '../queue/dead-letters.ts';
import { type AccountEvent, decodeUsage, encodeUsage } from '../queue/usage.ts';
import { now } from '../runtime/clock.ts';
import { setting } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { type BalanceRef, loadNamed, type Named } from '../store/balances/balances.ts';
import { saveFailure } from '../store/balances/failures.ts';
import { countUsage, type Seen } from '../store/metering/counting.ts';
import { isDataError } from './data-errors.ts';

/** The number of balances processed concurrently in a batch. */
const CONCURRENCY = 16;
/** The number of events counted by one write. With their log entries the balance stays below 4 KB, half a read unit. */
const MOST_AT_ONCE = 350;

interface Message {
  readonly record: SQSRecord;
  readonly events: readonly AccountEvent[];
}

/**
 * Counts the events on the usage queue. Groups a batch by account, meter and period, so that each balance is written
 * once. Only messages with uncounted events are retried; events already counted stay counted. Events that can never be
 * counted go to the dead-letter queue with their reason. Archives counted events before it acknowledges their messages:
 * after a crash they are delivered again.
 *
 * Counts and acknowledges messages behind a failed one in its message group. AWS recommends returning them to preserve
 * their order, which counting does not need: they would be received as often as the failed one and become dead letters
 * with it.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const messages = (await pMap(event.Records, readMessage)).filter((message) => message !== undefined);
  const groups = groupEvents(
    messages.flatMap(({ record, events }) => events.map((each) => ({ ...each, from: record }))),
  );
  const balances = await glance(groups);
  const failed = new Set<SQSRecord>();
  const counted: QueuedEvent[] = [];
  const at = now();
  await pMap(
    groups,
    async (group) => {
      try {
        for (const each of await countGroup(group, balances, at)) counted.push(each);
      } catch (error) {
        log.error('usage not counted', { account: group.account, error: error as Error });
        const isSetAside = isDataError(error) && (await setAside(group, error as Error));
        if (!isSetAside) for (const { from } of group.events) failed.add(from);
      }
    },
    { concurrency: CONCURRENCY },
  );
  let isWorking = counted.length > 0;
  try {
    await archiveEvents(
      counted.filter(({ from }) => !failed.has(from)),
      at,
    );
  } catch (error) {
    log.error('usage not archived', { error: error as Error });
    for (const { record } of messages) failed.add(record);
    isWorking = false;
  }
  await scheduleRetries([...failed], isWorking);
  log.info('usage counted', { messages: messages.length, groups: groups.length, failed: failed.size });
  return {
    batchItemFailures: [...failed].map(
      ({ messageId }): SQSBatchItemFailure => ({ itemIdentifier: messageId }),
    ),
  };
}

/** Seconds until a retry after the first, second, third and fourth attempt. The message group waits as long. */
const RETRY_SECONDS = [1, 5, 15, 60];

/**
 * Schedules the retries of failed messages earlier than the queue's visibility timeout, which is meant for crashed workers. If
 * nothing of the batch was counted and archived, it does so after the first attempt only: then the messages are not the cause,
 * and their attempts must outlast an outage. One queue request. If it fails, the messages wait for the visibility timeout.
 */
async function scheduleRetries(failed: readonly SQSRecord[], isWorking: boolean): Promise<void> {
  const Entries = failed.flatMap(({ receiptHandle, attributes }, index) => {
    const attempts = Number(attributes.ApproximateReceiveCount);
    const seconds = isWorking || attempts === 1 ? RETRY_SECONDS[attempts - 1] : undefined;
    return seconds === undefined
      ? []
      : [{ Id: String(index), ReceiptHandle: receiptHandle, VisibilityTimeout: seconds }];
  });
  if (Entries.length === 0) return;
  try {
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: setting('usageQueueUrl'), Entries }));
  } catch (error) {
    log.warn('usage retried late', { messages: Entries.length, error: error as Error });
  }
}

type QueuedEvent = AccountEvent & { readonly from: SQSRecord };

/** Events of one balance. `meter` is undefined if the name is wrong or the meter was removed. */
interface Group {
  readonly account: AccountId;
  readonly meter: Meter | undefined;
  readonly period: Period;
  readonly events: QueuedEvent[];
}

/** Parses a message. A malformed one goes to the dead-letter queue at once, because a retry cannot fix it. */
async function readMessage(record: SQSRecord): Promise<Message | undefined> {
  try {
    return { record, events: decodeUsage(record.body) };
  } catch (error) {
    log.error('usage message unreadable', { messageId: record.messageId, error: error as Error });
    await deadLetterUsage(groupOf(record), record.body, `Not a usage message: ${(error as Error).message}`);
    return undefined;
  }
}

/** Returns the message group, which every message of a FIFO queue has. */
const groupOf = ({ attributes }: SQSRecord): string => attributes.MessageGroupId ?? 'none';

function groupEvents(events: readonly QueuedEvent[]): Group[] {
  const groups = new Map<string, Group>();
  for (const event of events) {
    const { account } = event;
    const period = periodOf(event.at);
    const key = `${account}\n${event.meter}\n${period.day}`;
    const group = groups.get(key);
    if (group) group.events.push(event);
    else groups.set(key, { account, meter: findMeter(event.meter), period, events: [event] });
  }
  return [...groups.values()];
}

const refOf = ({ account, meter, period }: Group): BalanceRef | undefined =>
  meter?.kind === 'counter' ? { account, meter, period } : undefined;

/** Reads all balances of the batch, 100 per request. If that fails, each group reads its own. */
async function glance(groups: readonly Group[]): Promise<Named | undefined> {
  const refs = groups.map(refOf).filter((ref) => ref !== undefined);
  return refs.length > 1 ? loadNamed(refs).catch(() => undefined) : undefined;
}

function seenIn(balances: Named, ref: BalanceRef): Seen {
  const balance = balances.find(ref);
  return balance ? { balance } : { balance, record: balances.record(ref.account) };
}

/**
 * Returns the events that are counted now, by this or an earlier call. Excludes rejected events and repetitions with
 * other content.
 */
async function countGroup(
  group: Group,
  balances: Named | undefined,
  at: Instant,
): Promise<readonly QueuedEvent[]> {
  const { account, meter, period, events } = group;
  const ref = refOf(group);
  if (!meter || !ref) return giveUp(events, `There is no counter named ${events[0]?.meter}.`);
  if (!isRemembered(period.start, at))
    return giveUp(events, `It happened more than ${MOST_PERIODS_LATE} periods ago.`);
  const lost = new Set<unknown>();
  const repeated = new Set<unknown>();
  for (let start = 0; start < events.length; start += MOST_AT_ONCE) {
    const part = events.slice(start, start + MOST_AT_ONCE);
    const seen = balances && start === 0 ? { seen: seenIn(balances, ref) } : {};
    const { altered, refused } = await countUsage(account, meter, part, at, seen);
    for (const event of altered) repeated.add(event);
    for (const event of refused) lost.add(event);
    await giveUp(
      part.filter((event) => lost.has(event)),
      'The sum of the period would exceed 2^53 - 1, the largest that is counted exactly.',
    );
  }
  return events.filter((event) => !lost.has(event) && !repeated.has(event));
}

/**
 * Dead-letters events that fail on each attempt, for example because an item of the table cannot be parsed. Retries would only
 * delay the other accounts of the message group. Returns false if the dead-letter queue failed, too.
 */
async function setAside({ account, events }: Group, { message }: Error): Promise<boolean> {
  try {
    await giveUp(events, 'It could not be counted because of an internal error.', message);
    return true;
  } catch (error) {
    log.error('usage not set aside', { account, error: error as Error });
    return false;
  }
}

/** Counts none of the events: each is recorded as failed with `reason`, and dead-lettered with `cause`. */
async function giveUp(
  events: readonly QueuedEvent[],
  reason: string,
  cause = reason,
): Promise<readonly QueuedEvent[]> {
  await pMap(
    events,
    (event) => saveFailure(event.account, event, { meter: event.meter, amount: event.amount, reason }),
    { concurrency: CONCURRENCY },
  );
  for (let start = 0; start < events.length; start += MOST_AT_ONCE) {
    const part = events.slice(start, start + MOST_AT_ONCE);
    const [first] = part;
    if (first) await deadLetterUsage(groupOf(first.from), encodeUsage(part), cause);
  }
  return [];
}
