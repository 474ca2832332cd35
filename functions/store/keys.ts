import { createHash } from 'node:crypto';
import type { AccountId } from '../domain/accounts.ts';
import type { SumLevel } from '../domain/metering/usage-sums.ts';
import type { Meter } from '../domain/meters.ts';
import { type DeliveryRef, PLATFORM, type WebhookOwner } from '../domain/notifications/deliveries.ts';
import type { Period } from '../domain/periods.ts';
import { type Day, type Hour, type Instant, iso, parseInstant } from '../domain/time.ts';
import {
  ACCOUNT_PK,
  ADJUSTMENT_SK,
  ALERT_SK,
  AUDIT_LINE_SK,
  AUDIT_PK,
  afterPrefix,
  BALANCE_SK,
  BUCKET_SK,
  beginningWith,
  CATALOGUE_PK,
  CHARGE_OWNER_PK,
  CHARGE_SK,
  CONTRIBUTION_SK,
  CORRECTION_SK,
  DAILY_SUMS_SK,
  DAILY_USAGE_PK,
  DELIVERIES_LIST,
  DELIVERY_SK,
  DUE_TASKS_LIST,
  ENDPOINT_SK,
  FAILED_EVENT_SK,
  HOURLY_SUMS_SK,
  IDEMPOTENCY_SK,
  MAIL_ADDRESS_PK,
  MAIL_SK,
  MEMBER_SK,
  MEMBERSHIPS_PK,
  NOTIFICATION_SK,
  OBJECT_PK,
  OWED_PK,
  PACK_FIGURES_PK,
  PACK_TYPE_SK,
  PAYMENT_EVENT_PK,
  PENDING_PURCHASES_SK,
  PURCHASE_SK,
  QUOTE_SK,
  REVENUE_PK,
  SEEN_EVENT_SK,
  SNAPSHOT_SK,
  UPLOAD_SK,
  VERSION_SK,
} from './key-prefixes.ts';
import { allShards, dueShardOf, shardOf, sumPartitions, sumPlaceOf } from './shards.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

const accountPk = (account: WebhookOwner): string => `${ACCOUNT_PK}${account}`;
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Returns the key of a meter's balance. A counter has one per period, other meters have a single one. */
export function balanceKey(account: AccountId, meter: Meter, period: Period): Key {
  const scope = { counter: period.day, gauge: 'GAUGE', slots: 'SLOTS' }[meter.kind];
  return { pk: accountPk(account), sk: `${BALANCE_SK}${scope}#${meter.name}` };
}

/** Returns the range that one Query reads for all quotas: the current period's counters, the gauges and the slots. */
export function balanceRange(account: AccountId, period: Period): { pk: string; from: string; to: string } {
  return { pk: accountPk(account), from: `${BALANCE_SK}${period.day}`, to: `${BALANCE_SK}~` };
}

/**
 * Returns the key of a bucket of counted events. Its address starts with the time, so a range of hours is a range of
 * keys.
 */
export const bucketKey = (account: AccountId, meter: Meter, address: string): Key => ({
  pk: accountPk(account),
  sk: `${BUCKET_SK}${meter.name}#${address}`,
});

/** Returns the range of the buckets of the hours from `from` (inclusive) to `to`, and of the days that start there. */
export function bucketRange(account: AccountId, meter: Meter, from: Hour, to: Hour) {
  const prefix = `${BUCKET_SK}${meter.name}#`;
  return { pk: accountPk(account), from: `${prefix}${from}`, to: `${prefix}${to}`, prefix };
}

const sumsPrefix = { hours: HOURLY_SUMS_SK, days: DAILY_SUMS_SK } as const;

/** The usage sums of a span of time. The name of a span starts with the time, so that time is a range of keys. */
export const sumsKey = (account: AccountId, meter: Meter, level: SumLevel, span: string): Key => ({
  pk: accountPk(account),
  sk: `${sumsPrefix[level]}${meter.name}#${span}`,
});

/** The span of usage sums, read back from their key. */
export const spanOfSums = ({ sk }: Key): string => sk.slice(sk.lastIndexOf('#') + 1);

export const failedEventKey = (account: AccountId, source: string, id: string): Key => ({
  pk: accountPk(account),
  sk: `${FAILED_EVENT_SK}${digest(`${source}\n${id}`)}`,
});

/** Returns the key of a counted event's correction, sorted by hour like the buckets. */
export const correctionKey = (
  account: AccountId,
  meter: string,
  hour: Hour,
  source: string,
  id: string,
): Key => ({
  pk: accountPk(account),
  sk: `${CORRECTION_SK}${meter}#${hour}#${digest(`${source}\n${id}`)}`,
});

/** Returns the range of corrections of events in the hours from `from` (inclusive) to `to` (exclusive). */
export const correctionRange = (account: AccountId, meter: Meter, from: Hour, to: Hour) => ({
  pk: accountPk(account),
  from: `${CORRECTION_SK}${meter.name}#${from}`,
  to: `${CORRECTION_SK}${meter.name}#${to}`,
});

export const adjustmentKey = (account: AccountId, meter: string, day: Day): Key => ({
  pk: accountPk(account),
  sk: `${ADJUSTMENT_SK}${meter}#${day}`,
});

export const uploadKey = (account: AccountId, uploadId: string): Key => ({
  pk: accountPk(account),
  sk: `${UPLOAD_SK}${uploadId}`,
});

/**
 * Returns the key of an operation. The first half of its id identifies the idempotency key, the second half the use of
 * the key.
 */
export const operationKey = (scope: string, operationId: string): Key => ({
  pk: `${ACCOUNT_PK}${scope}`,
  sk: `${IDEMPOTENCY_SK}${operationId.slice(0, 16)}`,
});

const objectPartition = (bucket: string, key: string): string => `${OBJECT_PK}${bucket}#${key}`;

export const objectKey = (bucket: string, key: string, version: string): Key => ({
  pk: objectPartition(bucket, key),
  sk: `${VERSION_SK}${version}`,
});

/** Returns the range of all versions that exist or existed under a key. */
export const versionRange = (bucket: string, key: string) => ({
  pk: objectPartition(bucket, key),
  ...beginningWith(VERSION_SK),
});

export const DUE_INDEX = 'due';
export const LISTS_INDEX = 'lists';

/** The kinds of due items, by the component that handles them. */
export type DueKind =
  | 'account'
  | 'charge'
  | 'delivery'
  | 'earnings'
  | 'event'
  | 'figures'
  | 'overage'
  | 'payout'
  | 'purchase'
  | 'slots'
  | 'theme';

/** The kinds that the worker of due tasks executes. Deliveries have workers of their own. */
export type TaskKind = Exclude<DueKind, 'delivery'>;

/** The attributes that schedule an item in the due index. */
export interface DueAttributes {
  readonly dueShard: string;
  readonly dueAt: string;
}

export const dueShardKey = (shard: number): string => `${DUE_TASKS_LIST}${shard}`;

/**
 * Deliveries have shards separate from other tasks, and the platform's have one of their own, so that however many are
 * due, they do not delay the tasks of accounts.
 */
export type DeliveryShard = `${typeof DELIVERIES_LIST}${number | typeof PLATFORM}`;

const deliveryShard = (part: number | typeof PLATFORM): DeliveryShard => `${DELIVERIES_LIST}${part}`;

export const deliveryShards = (): DeliveryShard[] =>
  [...allShards, PLATFORM as typeof PLATFORM].map(deliveryShard);

export const dueAttributes = (owner: string, at: Instant, kind: TaskKind): DueAttributes => ({
  dueShard: dueShardKey(dueShardOf(owner)),
  dueAt: dueAtOf(at, kind),
});

/** Returns the attributes that schedule a delivery. */
export const deliveryDueAttributes = (owner: WebhookOwner, at: Instant): DueAttributes => ({
  dueShard: deliveryShard(owner === PLATFORM ? PLATFORM : shardOf(owner)),
  dueAt: dueAtOf(at, 'delivery'),
});

/** `tries`: failures since the task was scheduled. */
export const dueAtOf = (at: Instant, kind: DueKind, tries = 0): string =>
  `${iso(at)}#${kind}${tries > 0 ? `~${tries}` : ''}`;

export const accountKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: accountSk() });
const accountSk = (): string => `${BALANCE_SK}ACCOUNT`;

export const endpointKey = (account: WebhookOwner, endpointId: string): Key => ({
  pk: accountPk(account),
  sk: `${ENDPOINT_SK}${endpointId}`,
});

export const deliveryKey = (account: WebhookOwner, endpointId: string, deliveryId: string): Key => ({
  pk: accountPk(account),
  sk: `${DELIVERY_SK}${endpointId}#${deliveryId}`,
});

export const ofAccount = (account: WebhookOwner, prefix: string) => ({ pk: accountPk(account), prefix });

export const purchaseKey = (account: AccountId, purchaseId: string): Key => ({
  pk: accountPk(account),
  sk: `${PURCHASE_SK}${purchaseId}`,
});

/** Returns the key of the purchases of a pack or a theme that await payment. Read when another one starts. */
export const pendingKey = (account: AccountId, what: string): Key => ({
  pk: accountPk(account),
  sk: `${PENDING_PURCHASES_SK}${what}`,
});

export const chargeKey = (account: AccountId, chargeId: string): Key => ({
  pk: accountPk(account),
  sk: `${CHARGE_SK}${chargeId}`,
});

/** Returns the key of an account's outstanding charges. */
export const debtsKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: 'DEBTS' });

/** The number of items that share the sums of a day. Low, because the report reads those of a month. */
const OWED_PARTS = 4;

/** Returns the key of the sums of all debts, or of those created on a day. */
export const owedKey = (of: Day | 'TOTAL', owner: AccountId): Key => ({
  pk: OWED_PK,
  sk: `${of}#${shardOf(owner) % OWED_PARTS}`,
});

/** Reads from such a key which debts it sums. */
export const readOwedKey = ({ sk }: Key) => sk.slice(0, sk.indexOf('#')) as Day | 'TOTAL';

/** Returns the key of a charge's owner, for callers that know only the charge's id. */
export const chargeOwnerKey = (chargeId: string): Key => ({
  pk: `${CHARGE_OWNER_PK}${chargeId}`,
  sk: 'CHARGE',
});

export const quoteKey = (account: AccountId, quoteId: string): Key => ({
  pk: accountPk(account),
  sk: `${QUOTE_SK}${quoteId}`,
});

export const snapshotKey = (account: AccountId, at: Instant, kind: string): Key => ({
  pk: accountPk(account),
  sk: `${SNAPSHOT_SK}${iso(at)}#${kind}`,
});

/**
 * Returns the key of an audit line of an account, or of the platform (null). Audit lines have partitions of their own,
 * so that functions can have the right to add lines without the right to change or remove them.
 */
export const auditKey = (account: AccountId | null, at: Instant, id: string): Key => {
  const { pk, prefix } = auditOf(account);
  return { pk, sk: `${prefix}${iso(at)}#${id}` };
};

/** Returns the range of all audit lines of an account, or of the platform (null). */
export const auditOf = (account: AccountId | null) => ({
  pk: `${AUDIT_PK}${account ?? PLATFORM}`,
  prefix: AUDIT_LINE_SK,
});

/** Returns the key of an address's suppression. Domains are case-insensitive, and so are most mailboxes. */
export const suppressionKey = (email: string): Key => ({
  pk: `${MAIL_ADDRESS_PK}${digest(email.trim().toLowerCase())}`,
  sk: 'SUPPRESSED',
});

export const packTypeKey = (packType: string): Key => ({
  pk: CATALOGUE_PK,
  sk: `${PACK_TYPE_SK}${packType}`,
});

export const paymentEventKey = (provider: string, eventId: string): Key => ({
  pk: `${PAYMENT_EVENT_PK}${provider}#${eventId}`,
  sk: 'EVENT',
});

const revenuePk = (month: string, partition: number): string => `${REVENUE_PK}${month}#${partition}`;
const packFiguresPk = (partition: number): string => `${PACK_FIGURES_PK}${partition}`;

/** Returns the key of a day's revenue. Sharded, because a single item would be a bottleneck. */
export function revenueKey(day: Day, owner: string): Key {
  const { partition, shard } = sumPlaceOf(owner);
  return { pk: revenuePk(day.slice(0, 7), partition), sk: `${day}#${shard}` };
}

/** Returns the partitions with the revenue of a day's month. */
export const revenuePartitions = (day: Day): string[] =>
  sumPartitions.map((partition) => revenuePk(day.slice(0, 7), partition));

export function packFiguresKey(packType: string, owner: string): Key {
  const { partition, shard } = sumPlaceOf(owner);
  return { pk: packFiguresPk(partition), sk: `${packType}#${shard}` };
}

export const packFiguresPartitions = (): string[] => sumPartitions.map(packFiguresPk);

/** Returns the key of an account's contribution to the figures of a day. */
export const contributionKey = (account: AccountId, day: Day): Key => ({
  pk: accountPk(account),
  sk: `${CONTRIBUTION_SK}${day}`,
});

/** Returns the day in the key of a contribution. */
export const dayOfContribution = ({ sk }: Key): Day => sk.slice(CONTRIBUTION_SK.length) as Day;

export const dailyUsageKey = (day: Day, owner: string): Key => ({
  pk: `${DAILY_USAGE_PK}${day.slice(0, 7)}`,
  sk: `${day}#${shardOf(owner)}`,
});

/** Returns the account in an item's key; null for items without one. */
export const accountOf = (key: Key): AccountId | null => afterPrefix(key.pk, ACCOUNT_PK) as AccountId | null;

/** Whether an item is an account's record. */
export const isAccountItem = (key: Key): boolean => key.sk === accountSk();

/**
 * Returns the scope of a balance (the first day of its period, or `GAUGE` or `SLOTS`) and the name of its meter; null
 * for other items.
 */
export function readBalanceKey({ sk }: Key): { scope: Day | 'GAUGE' | 'SLOTS'; meter: string } | null {
  const [scope, meter] = afterPrefix(sk, BALANCE_SK)?.split('#') ?? [];
  return scope && meter ? { scope: scope as Day | 'GAUGE' | 'SLOTS', meter } : null;
}

/** Returns the purchase's id in a key; null for other items. */
export const purchaseIdIn = ({ sk }: Key): string | null => afterPrefix(sk, PURCHASE_SK);

/** Returns the delivery in a key. The due index contains keys only. */
export function readDeliveryKey(key: Key): DeliveryRef {
  const owner: WebhookOwner | null = accountOf(key);
  const [endpointId, deliveryId] = afterPrefix(key.sk, DELIVERY_SK)?.split('#') ?? [];
  if (!owner || !endpointId || !deliveryId) throw new Error(`${key.pk} ${key.sk} is no delivery.`);
  return { owner, endpointId, deliveryId };
}

/** Returns the time in the attribute `dueAt`. */
export const readDueAt = (dueAt: string): Instant => parseInstant(dueAt.slice(0, dueAt.lastIndexOf('#')));

export const endpointRosterKey = (account: WebhookOwner): Key => ({ pk: accountPk(account), sk: 'HOOKS' });
export const memberKey = (company: AccountId, user: string): Key => ({
  pk: accountPk(company),
  sk: `${MEMBER_SK}${user}`,
});
export const memberCountsKey = (company: AccountId): Key => ({ pk: accountPk(company), sk: 'MEMBERS' });

/** In partitions of their own, so that the function that adds claims to tokens can read these items and no others. */
export const companiesKey = (user: AccountId): Key => ({ pk: `${MEMBERSHIPS_PK}${user}`, sk: 'ALL' });

/** Returns the key of the workers that send to an owner's endpoints at the moment. */
export const sendingKey = (owner: WebhookOwner): Key => ({ pk: accountPk(owner), sk: 'SENDING' });
export const contactKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: 'CONTACT' });

export const seenEventKey = (account: WebhookOwner, eventId: string): Key => ({
  pk: accountPk(account),
  sk: `${SEEN_EVENT_SK}${digest(eventId)}`,
});

export const mailKey = (account: AccountId, eventId: string): Key => ({
  pk: accountPk(account),
  sk: `${MAIL_SK}${digest(eventId)}`,
});

/** Returns the key of the alert of one threshold of a balance. */
export const alertKey = (account: AccountId, meter: Meter, period: Period, percent: number): Key => {
  const { pk, sk } = balanceKey(account, meter, period);
  return { pk, sk: `${ALERT_SK}${sk.slice(BALANCE_SK.length)}#${percent}` };
};

export const notificationKey = (account: AccountId, eventId: string): Key => ({
  pk: accountPk(account),
  sk: `${NOTIFICATION_SK}${digest(eventId)}`,
});
