import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import type { Meter } from '../../domain/meters.ts';
import type { Period } from '../../domain/periods.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import { type AccountItem, type AccountRecord, readAccount } from '../accounts/accounts.ts';
import { accountKey, balanceKey, type Key } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { type BalanceItem, readBalance, readSlots, type SlotsItem } from '../table/items.ts';
import { itemsIn } from '../table/list.ts';

/** One balance: a meter of an account, in a period (which says nothing for gauges and slots). */
export interface BalanceRef {
  readonly account: AccountId;
  readonly meter: Meter;
  readonly period: Period;
}

export const keyOf = (ref: BalanceRef): Key => balanceKey(ref.account, ref.meter, ref.period);

/** The balance as it is this moment, or undefined when it was never touched. One consistent read. */
export async function loadBalance(ref: BalanceRef): Promise<Balance | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: keyOf(ref), ConsistentRead: true }),
  );
  return Item && readBalance(Item as BalanceItem, ref.meter);
}

/** The balance of a period in which something was counted. One consistent read. */
export async function requireBalance(ref: BalanceRef): Promise<Balance> {
  const balance = await loadBalance(ref);
  if (!balance)
    throw new Error(`The balance of ${ref.meter.name} in ${ref.period.day} of ${ref.account} is gone.`);
  return balance;
}

/** The slots as they are this moment. One consistent read. */
export async function loadSlots(ref: BalanceRef): Promise<Slots> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: keyOf(ref), ConsistentRead: true }),
  );
  return readSlots(Item as SlotsItem | undefined, ref.meter);
}

/** Balances that were read together. */
export interface Balances {
  /** Undefined when it was never touched. */
  find(ref: BalanceRef): Balance | undefined;
  slots(ref: BalanceRef): Slots;
}

/** The balances of a counter from one period to another, oldest first. One Query for each started MB. */
export async function loadHistory(
  account: AccountId,
  meter: Meter,
  from: Period,
  to: Period,
): Promise<Balance[]> {
  const { pk, sk: first } = balanceKey(account, meter, from);
  const { sk: last } = balanceKey(account, meter, to);
  const balances: Balance[] = [];
  for await (const item of itemsIn({ pk, from: first, to: last }))
    if (String(item.sk).endsWith(`#${meter.name}`))
      balances.push(readBalance(item as unknown as BalanceItem, meter));
  return balances;
}

/** What one BatchGet takes. */
const MAX_KEYS = 100;

/** Balances, and what those that are not there would be opened with. */
export interface Named extends Balances {
  /** Of an account one of whose named balances is not there: null when nothing is known of it. */
  record(account: AccountId): AccountRecord | null;
}

/**
 * The named balances as they are. One consistent request for each started hundred, and one for each started hundred
 * accounts with a balance that is not there.
 */
export async function loadNamed(refs: readonly BalanceRef[]): Promise<Named> {
  const balances = balancesIn(await getAll(refs.map(keyOf), true));
  const strangers = refs.filter((ref) => !balances.find(ref)).map(({ account }) => accountKey(account));
  const items = (await getAll(strangers, true)) as unknown as AccountItem[];
  const records = new Map(items.map((item) => [item.pk, readAccount(item)]));
  return { ...balances, record: (account) => records.get(accountKey(account).pk) ?? null };
}

/** The items under these keys, in no order; keys named twice are read once. */
export async function getAll(keys: readonly Key[], consistent: boolean): Promise<Record<string, unknown>[]> {
  const unique = [...new Map(keys.map((key) => [identity(key), key])).values()];
  const items: Record<string, unknown>[] = [];
  for (let start = 0; start < unique.length; start += MAX_KEYS) {
    let pending: NonNullable<BatchGetCommandInput['RequestItems']> | undefined = {
      [tableName()]: {
        Keys: unique.slice(start, start + MAX_KEYS).map((key) => ({ ...key })),
        ConsistentRead: consistent,
      },
    };
    while (pending && Object.keys(pending).length > 0) {
      const answer: BatchGetCommandOutput = await table.send(new BatchGetCommand({ RequestItems: pending }));
      items.push(...(answer.Responses?.[tableName()] ?? []));
      pending = answer.UnprocessedKeys;
    }
  }
  return items;
}

const identity = (key: Key): string => `${key.pk}\n${key.sk}`;

export function balancesIn(items: readonly Record<string, unknown>[]): Balances {
  const found = new Map(items.map((item) => [identity(item as unknown as Key), item]));
  const itemOf = (ref: BalanceRef): unknown => found.get(identity(keyOf(ref)));
  return {
    find: (ref) => {
      const item = itemOf(ref);
      return item ? readBalance(item as BalanceItem, ref.meter) : undefined;
    },
    slots: (ref) => readSlots(itemOf(ref) as SlotsItem | undefined, ref.meter),
  };
}
