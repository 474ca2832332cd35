import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../domain/accounts.ts';
import { type AttemptReport, type Delivery, deliveryIdOf } from '../domain/deliveries.ts';
import type { CloudEvent } from '../domain/facts.ts';
import { DAY, type Instant, MINUTE, plus, seconds } from '../domain/time.ts';
import { attempt } from './attempt.ts';
import { table, tableName } from './client.ts';
import { deliveryKey, dueAttributes, ofAccount, readDueAt, seenFactKey } from './keys.ts';
import { type Listed, type ListPart, listItems } from './list.ts';

/** How long a delivery may be looked up after its last attempt was begun. */
const KEPT = 30 * DAY;
/** How long an attempt has. Longer than its HTTP exchange may take and than a function may run. */
const LEASE = MINUTE;

interface DeliveryItem extends Omit<Delivery, 'lastAttempt' | 'nextAttemptAt'> {
  readonly lastAttempt?: AttemptReport;
  /** While it is being attempted: until when, and by which call. */
  readonly lease?: { readonly until: Instant; readonly by: string };
  readonly dueAt?: string;
}

const read = (item: DeliveryItem): Delivery => ({
  deliveryId: item.deliveryId,
  endpointId: item.endpointId,
  eventId: item.eventId,
  eventType: item.eventType,
  body: item.body,
  state: item.state,
  createdAt: item.createdAt,
  attempts: item.attempts,
  round: item.round,
  lastAttempt: item.lastAttempt ?? null,
  nextAttemptAt: item.dueAt === undefined ? null : readDueAt(item.dueAt),
});

const fadesAt = (now: Instant): number => seconds(plus(now, KEPT));

/**
 * When a fact was first seen: what is made of it has its ids and its place in lists from that, however often it
 * comes and whatever time it then bears. One write, 1 WRU.
 */
export async function firstSeen(account: AccountId, factId: string, now: Instant): Promise<Instant> {
  const tried = await attempt<{ at: Instant }>({
    key: seenFactKey(account, factId),
    update: 'SET #at = :now, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    names: { '#at': 'at' },
    values: { ':now': now, ':ttl': fadesAt(now) },
  });
  return tried.item?.at ?? now;
}

/**
 * Makes the delivery of a fact to an endpoint, due at once; undefined when there is one already. One write, 1 WRU
 * a started KB.
 */
export async function makeDelivery(
  account: AccountId,
  endpointId: string,
  fact: CloudEvent,
  seen: Instant,
  now: Instant,
): Promise<Delivery | undefined> {
  const deliveryId = deliveryIdOf(seen, fact.id);
  const item: DeliveryItem = {
    deliveryId,
    endpointId,
    eventId: fact.id,
    eventType: fact.type,
    body: JSON.stringify(fact),
    state: 'pending',
    createdAt: now,
    attempts: 0,
    round: { since: now, tries: 0 },
    ...dueAttributes(account, now, 'delivery'),
  };
  const fields = Object.entries({ ...item, expiresAt: fadesAt(now) });
  const made = await attempt<DeliveryItem>({
    key: deliveryKey(account, endpointId, deliveryId),
    update: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    when: ['attribute_not_exists(pk)'],
    names: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
  });
  // What stands in its way may be its own first try, whose answer was lost. Who makes the attempt, the lease decides.
  const isMade = made.kind === 'done' || made.retried;
  return isMade && made.item ? read(made.item) : undefined;
}

/** One consistent read. */
export async function findDelivery(
  account: AccountId,
  endpointId: string,
  deliveryId: string,
): Promise<Delivery | undefined> {
  const Key = deliveryKey(account, endpointId, deliveryId);
  const { Item } = await table.send(new GetCommand({ TableName: tableName(), Key, ConsistentRead: true }));
  return Item && read(Item as DeliveryItem);
}

/** Newest first. One consistent Query. */
export async function listDeliveries(
  account: AccountId,
  endpointId: string,
  part: ListPart,
): Promise<Listed<Delivery>> {
  const range = ofAccount(account, `DLV#${endpointId}#`);
  const { items, nextCursor } = await listItems<DeliveryItem>({ ...range, ...part });
  return { items: items.map(read), nextCursor };
}

const isFree = '(attribute_not_exists(lease) OR lease.#until <= :now)';
const isAsItWas = 'attempts = :attempts';

/** The right to make one attempt. */
export interface Leased {
  readonly delivery: Delivery;
  readonly by: string;
}

/**
 * Takes the next attempt of a delivery, on the due list until the lease ends, lest a crash lose it; undefined
 * when somebody else has taken it. One write, 1 WRU a started KB. Promise: an attempt is one caller's, because its
 * number is the version.
 */
export async function leaseDelivery(
  account: AccountId,
  { endpointId, deliveryId, attempts, round }: Delivery,
  now: Instant,
): Promise<Leased | undefined> {
  const by = randomUUID();
  const until = plus(now, LEASE);
  const due = dueAttributes(account, until, 'delivery');
  const tried = await attempt<DeliveryItem>({
    key: deliveryKey(account, endpointId, deliveryId),
    update:
      'SET #state = :pending, attempts = :next, round = :round, lease = :lease, dueShard = :shard, dueAt = :at, expiresAt = :ttl',
    when: [isAsItWas, isFree],
    names: { '#state': 'state', '#until': 'until' },
    values: {
      ':pending': 'pending',
      ':attempts': attempts,
      ':next': attempts + 1,
      ':round': { ...round, tries: round.tries + 1 },
      ':lease': { until, by },
      ':shard': due.dueShard,
      ':at': due.dueAt,
      ':ttl': fadesAt(now),
      ':now': now,
    },
  });
  const { item } = tried;
  // Refused by its own first try, whose answer was lost, it is leased all the same.
  return item?.lease?.by === by ? { delivery: read(item), by } : undefined;
}

/** What an attempt came to. */
export type AttemptEnd =
  | { readonly state: 'delivered' | 'failed' }
  | { readonly state: 'pending'; readonly at: Instant };

/**
 * Notes how a leased attempt ended. One that arrived is noted however late; any other gives way to whoever leased
 * it since. Hands back what then is there. One write, 1 WRU a started KB.
 */
export async function endAttempt(
  account: AccountId,
  { delivery, by }: Leased,
  report: AttemptReport,
  end: AttemptEnd,
): Promise<Delivery | undefined> {
  const due = end.state === 'pending' ? dueAttributes(account, end.at, 'delivery') : undefined;
  const set = 'SET #state = :state, lastAttempt = :report';
  const { item } = await attempt<DeliveryItem>({
    key: deliveryKey(account, delivery.endpointId, delivery.deliveryId),
    update: due
      ? `${set}, dueShard = :shard, dueAt = :at REMOVE lease`
      : `${set} REMOVE lease, dueShard, dueAt`,
    when: [end.state === 'delivered' ? 'attribute_exists(pk)' : 'lease.#by = :by'],
    names: { '#state': 'state', ...(end.state === 'delivered' ? {} : { '#by': 'by' }) },
    values: {
      ':state': end.state,
      ':report': report,
      ...(end.state === 'delivered' ? {} : { ':by': by }),
      ...(due && { ':shard': due.dueShard, ':at': due.dueAt }),
    },
  });
  return item && read(item);
}

/** Ends a pending delivery without an attempt. One write, 1 WRU a started KB; nothing when it has moved on. */
export async function abandonDelivery(
  account: AccountId,
  { endpointId, deliveryId, attempts }: Delivery,
  reason: string,
  now: Instant,
): Promise<Delivery | undefined> {
  const report: AttemptReport = { at: now, status: null, milliseconds: 0, reason, response: null };
  const { item } = await attempt<DeliveryItem>({
    key: deliveryKey(account, endpointId, deliveryId),
    update: 'SET #state = :failed, lastAttempt = :report REMOVE lease, dueShard, dueAt',
    when: [isAsItWas, isFree, '#state = :pending'],
    names: { '#state': 'state', '#until': 'until' },
    values: {
      ':failed': 'failed',
      ':pending': 'pending',
      ':report': report,
      ':attempts': attempts,
      ':now': now,
    },
  });
  return item && read(item);
}
