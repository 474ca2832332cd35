import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import pMap from 'p-map';
import type { AccountId } from '../domain/accounts.ts';
import { type DomainEvent, isNotification } from '../domain/events.ts';
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
import { saveNotification } from '../store/notifications/notifications.ts';
import { type Change, readChange } from '../store/stream/changes.ts';
import type { Image } from '../store/table/image.ts';
import { countedThemeIn, scheduleRefresh } from '../store/theme-store/theme-cards.ts';
import { isDataError } from './data-errors.ts';

/**
 * Publishes changes of the table as events on the bus, in order. Also schedules accounts at their first usage, and
 * themes whose figures changed. All records from the first failed one are retried; their events keep their ids.
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
        // Stop here: later records depend on the decision about this one.
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

/** Groups the records by item, in order and with their positions in the batch: alerts depend on earlier records. */
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
 * Returns a sort key for the records of an item. A new stream of the table, as after a restore, may restart at low
 * sequence numbers, so its label (a time) comes first.
 */
function positionOf(record: DynamoDBRecord): string {
  const label = record.eventSourceARN?.split('/').at(-1) ?? '';
  return `${label} ${sequenceOf(record).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** The longest sequence number (Amazon DynamoDB API Reference, "StreamRecord"). */
const SEQUENCE_DIGITS = 40;

/** Derives the events of a record; null if it could not be read. */
async function eventsIn(
  record: DynamoDBRecord,
  states: Map<AccountId, Promise<Quota[]>>,
  at: Instant,
): Promise<DomainEvent[] | null> {
  const sequence = sequenceOf(record);
  try {
    const { OldImage, NewImage } = record.dynamodb ?? {};
    const themeId = countedThemeIn(NewImage as Image | undefined);
    if (themeId) await scheduleRefresh(themeId, at);
    const change = readChange(OldImage as Image | undefined, NewImage as Image | undefined);
    if (!change) return [];
    const { account } = change;
    if (startsUsage(change)) await scheduleAccount(account, at);
    const derived = named(deriveEvents(change, at), account, sequence, at);
    const damped = await dampAlerts(change, derived, positionOf(record), at);
    const whole = await pMap(damped, async (event) => {
      if (event.type !== 'account.state-changed') return event;
      const state = states.get(account) ?? loadQuotas(account, at);
      states.set(account, state);
      // The state of the whole account, so that a receiver needs no earlier event.
      return { ...event, data: { ...event.data, quotas: await state } };
    });
    const events = whole.map(fitted);
    // Store notifications before publishing: only then can a failure still retry the record.
    await pMap(events.filter(isNotification), saveNotification);
    return events;
  } catch (error) {
    log.error('event not published', { sequence, error: error as Error });
    return isDataError(error) ? setAside(record, error as Error) : null;
  }
}

/** Sets a record aside for an operator. Returns no events; null if that failed, too, so that the record is retried. */
async function setAside(record: DynamoDBRecord, { message }: Error): Promise<DomainEvent[] | null> {
  try {
    await deadLetter('relay', JSON.stringify(record), message);
    return [];
  } catch (error) {
    log.error('change not dead-lettered', { sequence: sequenceOf(record), error: error as Error });
    return null;
  }
}

/** Whether this is the first usage after none, which schedules the account's daily task. */
function startsUsage(change: Change): boolean {
  if (change.kind === 'balance') return !change.before || (change.before.used === 0 && change.after.used > 0);
  return change.kind === 'slots' && (change.before?.slots.held.size ?? 0) === 0;
}
