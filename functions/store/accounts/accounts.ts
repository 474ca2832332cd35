import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Grant } from '../../domain/metering/grants.ts';
import type { Meter } from '../../domain/meters.ts';
import { DAY, type Instant, plus } from '../../domain/time.ts';
import { accountKey, accountsList, dueAttributes } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { type GrantItem, readGrants } from '../table/items.ts';
import { requireKnownSchema } from '../table/schema-version.ts';

/** What is known of an account beside its balances. */
export interface AccountRecord {
  readonly since: Instant;
  /** Charges whose payment is overdue: while there is one, the account is blocked. */
  readonly overdue: ReadonlySet<string>;
  /** Counter and period → its use when it was last reported for the figures of a day. */
  readonly reported: Readonly<Record<string, number>>;
  /** When its daily work is due; null when there is none. */
  readonly dueAt: string | null;
  /** Moves on with each sign of life, so that no account is put to sleep that was just woken. */
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

/** Where an account keeps what is left of a grant of a counter. */
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

/** One consistent read. Undefined for an account that has never used or bought anything. */
export async function loadAccount(account: AccountId): Promise<AccountRecord | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: accountKey(account), ConsistentRead: true }),
  );
  return Item && readAccount(Item as AccountItem);
}

/** The grants of a counter, with what was left of each when the last closed period ended. */
export function carriedGrants(record: AccountRecord | null | undefined, meter: Meter): Grant[] {
  const prefix = carriedName(meter.name, '');
  const own = Object.entries(record?.grants ?? {}).filter(([name]) => name.startsWith(prefix));
  return readGrants(Object.fromEntries(own.map(([name, grant]) => [name.slice(prefix.length), grant])));
}

const midnightAfter = (now: Instant): Instant => plus((now - (now % DAY)) as Instant, DAY);

/**
 * Makes an account known, and has its daily work begin, or go on after it has slept. Twice is once. One write,
 * 3 WRU with the lists it stands on.
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

/** The same for an account that is known, as a part of a transaction: its daily work goes on if this is written. */
export function wakingPart(account: AccountId, now: Instant) {
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

/** When the daily work is due after it was done at `now`, as an attribute of the account's item. */
export const nextDailyWork = (account: AccountId, now: Instant) =>
  dueAttributes(account, midnightAfter(now), 'account');
