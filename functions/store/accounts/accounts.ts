import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Grant } from '../../domain/metering/grants.ts';
import type { Meter } from '../../domain/meters.ts';
import { DAY, type Instant, MINUTE, plus, SECOND } from '../../domain/time.ts';
import { dailySpreadMinutes } from '../../runtime/config.ts';
import { accountKey, dueAttributes } from '../keys.ts';
import { accountsList } from '../list-keys.ts';
import { fractionOf } from '../shards.ts';
import { table, tableName } from '../table/client.ts';
import { type GrantItem, readGrants } from '../table/items.ts';
import { requireKnownSchema } from '../table/schema-version.ts';

/** The record of an account, besides its balances. */
export interface AccountRecord {
  readonly since: Instant;
  /** Overdue charges. While there is one, the account is suspended. */
  readonly overdue: ReadonlySet<string>;
  /** Counter and period → the usage last reported for the figures of a day. */
  readonly reported: Readonly<Record<string, number>>;
  /** When its daily task is due; null if none is scheduled. */
  readonly dueAt: string | null;
  /** Incremented with each activity, so that the daily task is not ended for an account that has just become active. */
  readonly woken: number;
  readonly grants: Readonly<Record<string, GrantItem>>;
}

export interface AccountItem {
  readonly pk: string;
  readonly since: number;
  readonly grants: Readonly<Record<string, GrantItem>>;
  readonly overdue?: ReadonlySet<string>;
  readonly reported: AccountRecord['reported'];
  readonly dueAt?: string;
  readonly woken: number;
}

/** Returns the name under which an account stores the remaining amount of a counter's grant. */
export const carriedName = (meter: string, grantId: string): string => `${meter}:${grantId}`;

export function readAccount(item: AccountItem): AccountRecord {
  requireKnownSchema(item);
  return {
    since: item.since as Instant,
    overdue: item.overdue ?? new Set(),
    reported: item.reported,
    dueAt: item.dueAt ?? null,
    woken: item.woken,
    grants: item.grants,
  };
}

/** Loads an account; undefined if it has never used or bought anything. One consistent read. */
export async function loadAccount(account: AccountId): Promise<AccountRecord | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: accountKey(account), ConsistentRead: true }),
  );
  return Item && readAccount(Item as AccountItem);
}

/** Returns the grants of a counter, with the amount that remained of each at the end of the last closed period. */
export function carriedGrants(record: AccountRecord | null | undefined, meter: Meter): Grant[] {
  const prefix = carriedName(meter.name, '');
  const own = Object.entries(record?.grants ?? {}).filter(([name]) => name.startsWith(prefix));
  return readGrants(Object.fromEntries(own.map(([name, grant]) => [name.slice(prefix.length), grant])));
}

/** Returns the start of a time's day (UTC). */
export const midnightBefore = (at: Instant): Instant => plus(at, -(at % DAY));

/** Returns how long after midnight an account's daily task is due, in milliseconds. It never changes. */
const placeInNight = (account: AccountId): number =>
  SECOND * Math.floor(fractionOf(account) * ((dailySpreadMinutes() * MINUTE) / SECOND));

/**
 * Creates an account's record and schedules its daily task, or resumes it after inactivity. Idempotent. One write, 3
 * WRU with its lists.
 */
export async function scheduleAccount(account: AccountId, now: Instant): Promise<void> {
  const due = nextDailyWork(account, now);
  await table.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: accountKey(account),
      UpdateExpression: [
        'SET since = if_not_exists(since, :now), grants = if_not_exists(grants, :empty)',
        'reported = if_not_exists(reported, :empty), woken = if_not_exists(woken, :zero) + :one',
        'dueShard = if_not_exists(dueShard, :shard), dueAt = if_not_exists(dueAt, :at)',
        'listPk = :listPk, listSk = :listSk',
      ].join(', '),
      ExpressionAttributeValues: {
        ':now': now,
        ':empty': {},
        ':zero': 0,
        ':one': 1,
        ':shard': due.dueShard,
        ':at': due.dueAt,
        ':listPk': accountsList(account),
        ':listSk': account,
      },
    }),
  );
}

/** Returns the update that resumes the daily task of an existing account, as a part of a transaction. */
export function resumingPart(account: AccountId, now: Instant) {
  const due = nextDailyWork(account, now);
  return {
    set: [
      'woken = woken + :wake',
      'dueShard = if_not_exists(dueShard, :wakeShard)',
      'dueAt = if_not_exists(dueAt, :wakeAt)',
    ],
    values: { ':wake': 1, ':wakeShard': due.dueShard, ':wakeAt': due.dueAt },
  };
}

/**
 * Returns the attributes that schedule the next daily task after one executed at `now`: after the next midnight, spread over
 * some hours by account, so that daily tasks do not delay other tasks.
 */
export const nextDailyWork = (account: AccountId, now: Instant) =>
  dueAttributes(account, plus(midnightBefore(now), DAY + placeInNight(account)), 'account');
