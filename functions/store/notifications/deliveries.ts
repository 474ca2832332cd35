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

/** How long an attempt has, in milliseconds: twice as long as a worker may run. */
const LEASE = 2 * WORKER_TIMEOUT * SECOND;

/**
 * How long a new delivery may be on its way to the queue, before the schedule puts it there: its maker may have been killed.
 */
const IN_FLIGHT = MINUTE;

interface DeliveryItem extends Omit<Delivery, 'lastAttempt' | 'nextAttemptAt' | 'expiresAt'> {
  readonly lastAttempt?: AttemptReport;
  readonly nextAttemptAt?: Instant;
  /** While it is being attempted: until when, and by which call. */
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
    // Of a report from before requests were kept, there is none.
    lastAttempt: item.lastAttempt ? { ...item.lastAttempt, request: item.lastAttempt.request ?? null } : null,
    nextAttemptAt: item.nextAttemptAt ?? null,
    expiresAt: fromSeconds(item.expiresAt),
  };
}

const expiryOf = (now: Instant): number => seconds(plus(now, DELIVERY_RETENTION));
const pausedExpiryOf = (now: Instant): number => seconds(plus(now, PAUSED_RETENTION));

/** What puts a delivery on the schedule: when it is to be attempted, and when the schedule looks after it. */
const scheduled = (owner: WebhookOwner, at: Instant, dueAt = at) => ({
  nextAttemptAt: at,
  ...deliveryDueAttributes(owner, dueAt),
});
/** The same for a new delivery, which is put on the queue by its maker if it is to be attempted now. */
const firstScheduled = (owner: WebhookOwner, at: Instant, now: Instant) =>
  at > now ? scheduled(owner, at) : scheduled(owner, now, plus(now, IN_FLIGHT));

const SCHEDULE = 'nextAttemptAt = :at, dueShard = :shard, dueAt = :due';
const UNSCHEDULED = 'lease, nextAttemptAt, dueShard, dueAt';

/** The values of `SCHEDULE`. */
function scheduleValues(owner: WebhookOwner, at: Instant) {
  const { nextAttemptAt, dueShard, dueAt } = scheduled(owner, at);
  return { ':at': nextAttemptAt, ':shard': dueShard, ':due': dueAt };
}

/** The clauses that put it on the schedule again, or take it off for good. */
const movingOn = (end: AttemptEnd): string =>
  end.state === 'pending' ? `, ${SCHEDULE} REMOVE lease` : ` REMOVE ${UNSCHEDULED}`;

/**
 * When an event was first seen: what is made of it has its ids and its place in lists from that, however often it
 * comes and whatever time it then bears. One write, 1 WRU.
 */
export async function firstSeen(account: WebhookOwner, factId: string, now: Instant): Promise<Instant> {
  const tried = await conditionalWrite<{ at: Instant }>({
    key: seenEventKey(account, factId),
    update: 'SET #at = :now, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    names: { '#at': 'at' },
    values: { ':now': now, ':ttl': expiryOf(now) },
  });
  return tried.item?.at ?? now;
}

/**
 * Makes the delivery of an event to an endpoint: to be attempted at once, when the endpoint's circuit is no longer open, or kept
 * while the endpoint is paused. Undefined when there is one already that was attempted: a new one may not be on the queue yet.
 * One write, 1 WRU a started KB.
 */
export async function makeDelivery(
  account: WebhookOwner,
  { endpointId, state, circuit }: Pick<Endpoint, 'endpointId' | 'state' | 'circuit'>,
  event: CloudEvent,
  seen: Instant,
  now: Instant,
): Promise<Delivery | undefined> {
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
  // Who makes the attempt, the lease decides.
  return made.item && made.item.attempts === 0 ? read(made.item) : undefined;
}

/** Undefined also for one that has expired, whether or not the table has removed it. One consistent read. */
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

/** Newest first. What has expired is left out, so that a part may be short. One consistent Query. */
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

/** The deliveries of events that came at `since` or later, oldest first. One consistent Query for each started MB. */
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
  account: WebhookOwner,
  { endpointId, deliveryId, attempts, round }: Delivery,
  now: Instant,
): Promise<Leased | undefined> {
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
  // Refused by its own first try, whose answer was lost, it is leased all the same.
  return item?.lease?.by === by ? { delivery: read(item), by } : undefined;
}

/** What an attempt came to. */
export type AttemptEnd =
  | { readonly state: 'delivered' }
  | { readonly state: 'failed' }
  | { readonly state: 'pending'; readonly at: Instant };

/**
 * Notes how a leased attempt ended. One that arrived is noted however late; any other gives way to whoever leased
 * it since. Hands back what then is there. One write, 1 WRU a started KB.
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
 * Puts a delivery that was not delivered on the schedule again, from its beginning, first due at `at`. True when this
 * call did it. One write, 1 WRU a started KB; nothing when it has moved on.
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

/** Keeps a pending delivery whose endpoint is paused. One write, 1 WRU a started KB; nothing when it has moved on. */
export async function keepPaused(
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

/** Why nothing was sent, as the report of an attempt. */
const unsent = (reason: string, at: Instant): AttemptReport => ({
  at,
  status: null,
  milliseconds: 0,
  reason,
  response: null,
  request: null,
});

/**
 * Ends a try of a pending delivery without a request: as if it had failed, or for good. One write, 1 WRU a started KB;
 * nothing when it has moved on. Promise: a try is skipped once, because the number of tries is the version.
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
