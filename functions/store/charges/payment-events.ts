import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DAY, type Instant, MINUTE, plus, seconds } from '../../domain/time.ts';
import { dueAttributes, type Key, paymentEventKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { loadRecord } from '../table/versioned.ts';

/** A payment provider's event, stored before it is acknowledged. */
export interface PaymentEvent<Event> {
  readonly event: Event;
  readonly provider: string;
  readonly receivedAt: Instant;
}

/** How long a received event may stay unapplied before the schedule applies it. */
const PATIENCE = MINUTE;
const RETENTION = 400 * DAY;

/**
 * Stores an event under its own id. Returns the stored event, and whether it was applied before. It stays due until it
 * is applied. One write, 2 WRU.
 */
export async function storePaymentEvent<Event extends { readonly eventId: string; readonly account: string }>(
  provider: string,
  event: Event,
  now: Instant,
): Promise<{ key: Key; stored: PaymentEvent<Event>; isApplied: boolean }> {
  const key = paymentEventKey(provider, event.eventId);
  const due = dueAttributes(event.account, plus(now, PATIENCE), 'event');
  const record: PaymentEvent<Event> = { event, provider, receivedAt: now };
  const tried = await conditionalWrite<{ record: PaymentEvent<Event>; applied?: boolean }>({
    key,
    update: 'SET #record = :record, rev = :one, dueShard = :shard, dueAt = :at, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    names: { '#record': 'record' },
    values: {
      ':record': record,
      ':one': 1,
      ':shard': due.dueShard,
      ':at': due.dueAt,
      ':ttl': seconds(plus(now, RETENTION)),
    },
  });
  const item = tried.item;
  return { key, stored: item?.record ?? record, isApplied: item?.applied ?? false };
}

export const loadPaymentEvent = async <Event>(key: Key): Promise<PaymentEvent<Event> | undefined> =>
  (await loadRecord<PaymentEvent<Event>>(key))?.value;

/** Records that an event was applied, and removes it from the schedule. One write. */
export async function markApplied(key: Key): Promise<void> {
  await table.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { ...key },
      UpdateExpression: 'SET applied = :yes REMOVE dueShard, dueAt',
      ExpressionAttributeValues: { ':yes': true },
    }),
  );
}
