import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { CloudEvent } from '../../domain/events.ts';
import { idsFrom } from '../../domain/ids.ts';
import {
  type AttemptReport,
  DELIVERY_RETENTION,
  type Delivery,
  deliveryIdOf,
  type Endpoint,
  PAUSED_RETENTION,
  type WebhookOwner,
} from '../../domain/notifications/deliveries.ts';
import { fromSeconds, type Instant, MINUTE, plus, SECOND, seconds } from '../../domain/time.ts';
import { WORKER_TIMEOUT } from '../../runtime/config.ts';
import { DELIVERY_SK } from '../key-prefixes.ts';
import { deliveryDueAttributes, deliveryKey, ofAccount, seenEventKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite } from '../table/conditional-write.ts';
import { itemsIn, type Listed, type ListPart, listItems } from '../table/list.ts';
import { requireKnownSchema } from '../table/schema-version.ts';

/** The lease of an attempt, in milliseconds: twice as long as a worker may run. */
const LEASE = 2 * WORKER_TIMEOUT * SECOND;

/** How long a new delivery may stay unqueued before the schedule enqueues it: its creator may have crashed. */
const IN_FLIGHT = MINUTE;

interface DeliveryItem extends Omit<Delivery, 'lastAttempt' | 'nextAttemptAt' | 'expiresAt'> {
  readonly lastAttempt?: AttemptReport;
  readonly nextAttemptAt?: Instant;
  /** The lease of the current attempt: its end, and the call that has it. */
  readonly lease?: { readonly until: Instant; readonly by: string };
  /** Epoch seconds: also the table's TTL attribute. */
  readonly expiresAt: number;
}

function read(item: DeliveryItem): Delivery {
  requireKnownSchema(item);
  return {
    deliveryId: item.deliveryId,
    endpointId: item.endpointId,
    eventId: item.eventId,
    eventType: item.eventType,
    body: item.body,
    state: item.state,
    createdAt: item.createdAt,
    attempts: item.attempts,
    round: item.round,
    // Reports from before requests were stored have none.
    lastAttempt: item.lastAttempt ? { ...item.lastAttempt, request: item.lastAttempt.request ?? null } : null,
    nextAttemptAt: item.nextAttemptAt ?? null,
    expiresAt: fromSeconds(item.expiresAt),
  };
}

const expiryOf = (now: Instant): number => seconds(plus(now, DELIVERY_RETENTION));
const pausedExpiryOf = (now: Instant): number => seconds(plus(now, PAUSED_RETENTION));

/** Returns the attributes that schedule a delivery: when it is attempted, and when the schedule checks it. */
const scheduled = (owner: WebhookOwner, at: Instant, dueAt = at) => ({
  nextAttemptAt: at,
  ...deliveryDueAttributes(owner, dueAt),
});
/** Returns the same for a new delivery, which its creator enqueues if it is to be attempted now. */
const firstScheduled = (owner: WebhookOwner, at: Instant, now: Instant) =>
  at > now ? scheduled(owner, at) : scheduled(owner, now, plus(now, IN_FLIGHT));

const SCHEDULE = 'nextAttemptAt = :at, dueShard = :shard, dueAt = :due';
const UNSCHEDULED = 'lease, nextAttemptAt, dueShard, dueAt';

/** Returns the values of `SCHEDULE`. */
function scheduleValues(owner: WebhookOwner, at: Instant) {
  const { nextAttemptAt, dueShard, dueAt } = scheduled(owner, at);
  return { ':at': nextAttemptAt, ':shard': dueShard, ':due': dueAt };
}

/** Returns the clauses that reschedule a delivery, or unschedule it for good. */
const movingOn = (end: AttemptEnd): string =>
  end.state === 'pending' ? `, ${SCHEDULE} REMOVE lease` : ` REMOVE ${UNSCHEDULED}`;

/**
 * Returns when an event was first seen. The ids and list positions of everything derived from it use that time, however
 * often it arrives and whatever its later times. One write, 1 WRU.
 */
export async function firstSeen(account: WebhookOwner, eventId: string, now: Instant): Promise<Instant> {
  const tried = await conditionalWrite<{ at: Instant }>({
    key: seenEventKey(account, eventId),
    update: 'SET #at = :now, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    names: { '#at': 'at' },
    values: { ':now': now, ':ttl': expiryOf(now) },
  });
  return tried.item?.at ?? now;
}

export type Making = { readonly kind: 'open'; readonly delivery: Delivery } | { readonly kind: 'attempted' };

/**
 * Creates the delivery of an event to an endpoint: to be attempted now, or when the endpoint's open circuit allows it,
 * or stored while the endpoint is paused. `attempted`: it exists, and a worker has attempted it. `open`: it is new, or it
 * may not be on the queue yet. One write, 1 WRU per started KB.
 */
export async function makeDelivery(
  account: WebhookOwner,
  { endpointId, state, circuit }: Pick<Endpoint, 'endpointId' | 'state' | 'circuit'>,
  event: CloudEvent,
  seen: Instant,
  now: Instant,
): Promise<Making> {
  const isPaused = state === 'paused';
  const deliveryId = deliveryIdOf(seen, event.id);
  const item: DeliveryItem = {
    deliveryId,
    endpointId,
    eventId: event.id,
    eventType: event.type,
    body: JSON.stringify(event),
    state: isPaused ? 'paused' : 'pending',
    createdAt: now,
    attempts: 0,
    round: { since: now, tries: 0 },
    expiresAt: isPaused ? pausedExpiryOf(now) : expiryOf(now),
    ...(isPaused ? {} : firstScheduled(account, circuit.openUntil ?? now, now)),
  };
  const fields = Object.entries(item);
  const made = await conditionalWrite<DeliveryItem>({
    key: deliveryKey(account, endpointId, deliveryId),
    update: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    when: ['attribute_not_exists(pk)'],
    names: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
  });
  // The lease decides which caller makes the attempt.
  return made.item?.attempts === 0 ? { kind: 'open', delivery: read(made.item) } : { kind: 'attempted' };
}

/** Loads a delivery; undefined if it has expired, even if it is still stored. One consistent read. */
export async function findDelivery(
  account: WebhookOwner,
  endpointId: string,
  deliveryId: string,
  now: Instant,
): Promise<Delivery | undefined> {
  const Key = deliveryKey(account, endpointId, deliveryId);
  const { Item } = await table.send(new GetCommand({ TableName: tableName(), Key, ConsistentRead: true }));
  const delivery = Item && read(Item as DeliveryItem);
  return delivery && delivery.expiresAt > now ? delivery : undefined;
}

/** Lists deliveries, newest first. Omits expired ones, so a part may be short. One consistent Query. */
export async function listDeliveries(
  account: WebhookOwner,
  endpointId: string,
  part: ListPart,
  now: Instant,
): Promise<Listed<Delivery>> {
  const range = ofAccount(account, deliveryPrefix(endpointId));
  const { items, nextCursor } = await listItems<DeliveryItem>({ ...range, ...part });
  return { items: items.map(read).filter(({ expiresAt }) => expiresAt > now), nextCursor };
}

/** Reads the deliveries of events from `since` on, oldest first. One consistent Query per started MB. */
export async function* deliveriesSince(
  owner: WebhookOwner,
  endpointId: string,
  since: Instant,
  now: Instant,
): AsyncGenerator<Delivery> {
  const { pk, prefix } = ofAccount(owner, deliveryPrefix(endpointId));
  const from = `${prefix}${idsFrom('dlv', since)}`;
  for await (const item of itemsIn({ pk, from, to: `${prefix}~`, pageSize: 100 })) {
    const delivery = read(item as unknown as DeliveryItem);
    if (delivery.expiresAt > now) yield delivery;
  }
}

const deliveryPrefix = (endpointId: string): string => `${DELIVERY_SK}${endpointId}#`;

const isFree = '(attribute_not_exists(lease) OR lease.#until <= :now)';
const isAsItWas = 'attempts = :attempts';
const isInRound = '#round.tries = :tries';

/** A delivery leased for one attempt. */
export interface Leased {
  readonly kind: 'leased';
  readonly delivery: Delivery;
  readonly by: string;
}

/**
 * Leases the next attempt of a delivery, and schedules a check at the end of the lease in case of a crash. `taken`:
 * another caller has it. One write, 1 WRU per started KB. Promise: each attempt has one caller, because its number is
 * the version.
 */
export async function leaseDelivery(
  account: WebhookOwner,
  { endpointId, deliveryId, attempts, round }: Delivery,
  now: Instant,
): Promise<Leased | { readonly kind: 'taken' }> {
  const by = randomUUID();
  const until = plus(now, LEASE);
  const tried = await conditionalWrite<DeliveryItem>({
    key: deliveryKey(account, endpointId, deliveryId),
    update: `SET #state = :pending, attempts = :next, round = :round, lease = :lease, ${SCHEDULE}, expiresAt = :ttl`,
    when: [isAsItWas, isFree],
    names: { '#state': 'state', '#until': 'until' },
    values: {
      ':pending': 'pending',
      ':attempts': attempts,
      ':next': attempts + 1,
      ':round': { ...round, tries: round.tries + 1 },
      ':lease': { until, by },
      ...scheduleValues(account, until),
      ':ttl': expiryOf(now),
      ':now': now,
    },
  });
  const { item } = tried;
  // A retry of the SDK was refused because its lost first try had taken the lease.
  return item?.lease?.by === by ? { kind: 'leased', delivery: read(item), by } : { kind: 'taken' };
}

/** The result of an attempt. */
export type AttemptEnd =
  | { readonly state: 'delivered' }
  | { readonly state: 'failed' }
  | { readonly state: 'pending'; readonly at: Instant };

/**
 * Records the end of a leased attempt. A success is always recorded, however late; a failure only if nobody else has
 * leased the delivery since. Returns the resulting delivery. One write, 1 WRU per started KB.
 */
export async function endAttempt(
  account: WebhookOwner,
  { delivery, by }: Leased,
  report: AttemptReport,
  end: AttemptEnd,
): Promise<Delivery | undefined> {
  const set = 'SET #state = :state, lastAttempt = :report';
  const { item } = await conditionalWrite<DeliveryItem>({
    key: deliveryKey(account, delivery.endpointId, delivery.deliveryId),
    update: set + movingOn(end),
    when: [end.state === 'delivered' ? 'attribute_exists(pk)' : 'lease.#by = :by'],
    names: { '#state': 'state', ...(end.state === 'delivered' ? {} : { '#by': 'by' }) },
    values: {
      ':state': end.state,
      ':report': report,
      ...(end.state === 'delivered' ? {} : { ':by': by }),
      ...(end.state === 'pending' && scheduleValues(account, end.at)),
    },
  });
  return item && read(item);
}

/**
 * Reschedules an undelivered delivery from the start of the retry schedule, first due at `at`. Returns whether this
 * call did it. One write, 1 WRU per started KB; no effect if the delivery has changed.
 */
export async function scheduleReplay(
  owner: WebhookOwner,
  { endpointId, deliveryId, attempts, state }: Delivery,
  at: Instant,
  now: Instant,
): Promise<boolean> {
  const tried = await conditionalWrite<DeliveryItem>({
    key: deliveryKey(owner, endpointId, deliveryId),
    update: `SET #state = :pending, round = :round, ${SCHEDULE}, expiresAt = :ttl REMOVE lease`,
    when: [isAsItWas, isFree, '#state = :seen'],
    names: { '#state': 'state', '#until': 'until' },
    values: {
      ':pending': 'pending',
      ':seen': state,
      ':attempts': attempts,
      ':round': { since: at, tries: 0 },
      ...scheduleValues(owner, at),
      ':ttl': expiryOf(at),
      ':now': now,
    },
  });
  return tried.kind === 'done' || tried.retried;
}

/**
 * Stores a pending delivery whose endpoint is paused. One write, 1 WRU per started KB; no effect if the delivery has
 * changed.
 */
export async function storePaused(
  owner: WebhookOwner,
  { endpointId, deliveryId, attempts }: Delivery,
  now: Instant,
): Promise<void> {
  await conditionalWrite<DeliveryItem>({
    key: deliveryKey(owner, endpointId, deliveryId),
    update: `SET #state = :paused, expiresAt = :ttl REMOVE ${UNSCHEDULED}`,
    when: [isAsItWas, isFree, '#state = :pending'],
    names: { '#state': 'state', '#until': 'until' },
    values: {
      ':paused': 'paused',
      ':pending': 'pending',
      ':ttl': pausedExpiryOf(now),
      ':attempts': attempts,
      ':now': now,
    },
  });
}

/** Returns a report that explains why nothing was sent. */
const unsent = (reason: string, at: Instant): AttemptReport => ({
  at,
  status: null,
  milliseconds: 0,
  reason,
  response: null,
  request: null,
});

/**
 * Ends an attempt of a pending delivery without a request: as if it had failed, or for good. One write, 1 WRU per
 * started KB; no effect if the delivery has changed. Promise: an attempt is skipped once, because the number of
 * attempts is the version.
 */
export async function endUnsent(
  owner: WebhookOwner,
  { endpointId, deliveryId, attempts, round }: Delivery,
  reason: string,
  end: Exclude<AttemptEnd, { readonly state: 'delivered' }>,
  now: Instant,
): Promise<void> {
  const set = 'SET #state = :state, lastAttempt = :report, #round.tries = :next';
  await conditionalWrite<DeliveryItem>({
    key: deliveryKey(owner, endpointId, deliveryId),
    update: set + movingOn(end),
    when: [isAsItWas, isFree, isInRound, '#state = :pending'],
    names: { '#state': 'state', '#until': 'until', '#round': 'round' },
    values: {
      ':state': end.state,
      ':pending': 'pending',
      ':report': unsent(reason, now),
      ':attempts': attempts,
      ':tries': round.tries,
      ':next': round.tries + 1,
      ...(end.state === 'pending' && scheduleValues(owner, end.at)),
      ':now': now,
    },
  });
}
