import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import pMap from 'p-map';
import type { AccountId } from '../domain/accounts.ts';
import { type DomainEvent, isNoted } from '../domain/events.ts';
import { fitted } from '../domain/metering/event-size.ts';
import type { Quota } from '../domain/metering/quota.ts';
import type { Instant } from '../domain/time.ts';
import { dampAlerts } from '../notifications/alerting.ts';
import { deriveEvents, named } from '../notifications/deriving.ts';
import { publish } from '../queue/bus.ts';
import { deadLetter } from '../queue/dead-letters.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { scheduleAccount } from '../store/accounts/accounts.ts';
import { loadQuotas } from '../store/balances/quotas.ts';
import { keepNote } from '../store/notifications/notifications.ts';
import { type Change, readChange } from '../store/stream/changes.ts';
import type { Image } from '../store/table/image.ts';
import { countedThemeIn, refreshCards } from '../store/theme-store/card-refreshes.ts';
import { isDataError } from './data-errors.ts';

/**
 * Turns changes of the table into events on the bus, in order, and schedules the accounts that begin to be used, and the
 * themes whose figures have moved. From a record that fails on, all come again: what they tell has the same names then.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const at = now();
  const states = new Map<AccountId, Promise<Quota[]>>();
  const perRecord: (DomainEvent[] | null)[] = event.Records.map(() => null);
  await pMap(
    placesByItem(event.Records),
    async (places) => {
      for (const [place, record] of places) {
        const events = await eventsIn(record, states, at);
        perRecord[place] = events;
        // What comes after it must not be decided before it.
        if (events === null) return;
      }
    },
    { concurrency: CONCURRENCY },
  );
  const failed = perRecord.indexOf(null);
  await publish((failed < 0 ? perRecord : perRecord.slice(0, failed)).flatMap((events) => events ?? []));
  if (failed < 0) return { batchItemFailures: [] };
  return { batchItemFailures: [{ itemIdentifier: sequenceOf(event.Records[failed]) }] };
}

const CONCURRENCY = 8;
const sequenceOf = (record: DynamoDBRecord | undefined): string => record?.dynamodb?.SequenceNumber ?? '';

/** The records of each item with their places in the batch, in order: alerts depend on those before. */
function placesByItem(records: readonly DynamoDBRecord[]): Iterable<[number, DynamoDBRecord][]> {
  const items = new Map<string, [number, DynamoDBRecord][]>();
  for (const [place, record] of records.entries()) {
    const { pk, sk } = record.dynamodb?.Keys ?? {};
    const item = `${pk?.S}\n${sk?.S}`;
    items.set(item, [...(items.get(item) ?? []), [place, record]]);
  }
  return items.values();
}

/**
 * Where a record comes among all of its item, as text in order. A new stream of a table, as after a restore, may begin
 * with low numbers again: its label, a time, comes first.
 */
function positionOf(record: DynamoDBRecord): string {
  const label = record.eventSourceARN?.split('/').at(-1) ?? '';
  return `${label} ${sequenceOf(record).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** Amazon DynamoDB API Reference, "StreamRecord": the longest sequence number. */
const SEQUENCE_DIGITS = 40;

/** What a record tells; null when it could not be read. */
async function eventsIn(
  record: DynamoDBRecord,
  states: Map<AccountId, Promise<Quota[]>>,
  at: Instant,
): Promise<DomainEvent[] | null> {
  const sequence = sequenceOf(record);
  try {
    const { OldImage, NewImage } = record.dynamodb ?? {};
    const themeId = countedThemeIn(NewImage as Image | undefined);
    if (themeId) await refreshCards(themeId, at);
    const change = readChange(OldImage as Image | undefined, NewImage as Image | undefined);
    if (!change) return [];
    const { account } = change;
    if (beginsToBeUsed(change)) await scheduleAccount(account, at);
    const derived = named(deriveEvents(change, at), account, sequence, at);
    const damped = await dampAlerts(change, derived, positionOf(record), at);
    const whole = await pMap(damped, async (event) => {
      if (event.type !== 'account.state-changed') return event;
      const state = states.get(account) ?? loadQuotas(account, at);
      states.set(account, state);
      // The account's state as a whole: enough to know where it stands, whatever else was missed.
      return { ...event, data: { ...event.data, quotas: await state } };
    });
    const events = whole.map(fitted);
    // First, while the record can still come again: what is on the bus is out of our hands.
    await pMap(events.filter(isNoted), keepNote);
    return events;
  } catch (error) {
    log.error('event not published', { sequence, error: error as Error });
    return isDataError(error) ? setAside(record, error as Error) : null;
  }
}

/** Leaves a record out, for an operator to look at. It publishes nothing; null when even that failed, so that it comes again. */
async function setAside(record: DynamoDBRecord, { message }: Error): Promise<DomainEvent[] | null> {
  try {
    await deadLetter('relay', JSON.stringify(record), message);
    return [];
  } catch (error) {
    log.error('change not dead-lettered', { sequence: sequenceOf(record), error: error as Error });
    return null;
  }
}

/** Use that comes after none: the account has daily work to do from now on. */
function beginsToBeUsed(change: Change): boolean {
  if (change.kind === 'balance') return !change.before || (change.before.used === 0 && change.after.used > 0);
  return change.kind === 'slots' && (change.before?.slots.held.size ?? 0) === 0;
}
