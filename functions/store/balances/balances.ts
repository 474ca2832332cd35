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

/** Identifies a balance: a meter of an account in a period. Gauges and slots ignore the period. */
export interface BalanceRef {
  readonly account: AccountId;
  readonly meter: Meter;
  readonly period: Period;
}

export const keyOf = (ref: BalanceRef): Key => balanceKey(ref.account, ref.meter, ref.period);

/** Loads a balance; undefined if it was never opened. One consistent read. */
export async function loadBalance(ref: BalanceRef): Promise<Balance | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: keyOf(ref), ConsistentRead: true }),
  );
  return Item && readBalance(Item as BalanceItem, ref.meter);
}

/** Loads the balance of a period with counted usage. Throws if it is missing. One consistent read. */
export async function requireBalance(ref: BalanceRef): Promise<Balance> {
  const balance = await loadBalance(ref);
  if (!balance)
    throw new Error(`The balance of ${ref.meter.name} in ${ref.period.day} of ${ref.account} is gone.`);
  return balance;
}

/** Loads the slots of an account. One consistent read. */
export async function loadSlots(ref: BalanceRef): Promise<Slots> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: keyOf(ref), ConsistentRead: true }),
  );
  return readSlots(Item as SlotsItem | undefined, ref.meter);
}

/** Balances that were read together. */
export interface Balances {
  /** Undefined if the balance was never opened. */
  find(ref: BalanceRef): Balance | undefined;
  slots(ref: BalanceRef): Slots;
}

/** Loads the balances of a counter between two periods, oldest first. One Query per started MB. */
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

/** DynamoDB's limit of keys per BatchGet. */
const MAX_KEYS = 100;

/** Balances, and the account records from which missing ones would be opened. */
export interface Named extends Balances {
  /** For accounts with a missing balance: the account's record, or null if it has none. */
  record(account: AccountId): AccountRecord | null;
}

/**
 * Loads the named balances. One consistent request per started hundred, and one per started hundred accounts with a
 * missing balance.
 */
export async function loadNamed(refs: readonly BalanceRef[]): Promise<Named> {
  const balances = balancesIn(await getAll(refs.map(keyOf), true));
  const strangers = refs.filter((ref) => !balances.find(ref)).map(({ account }) => accountKey(account));
  const items = (await getAll(strangers, true)) as unknown as AccountItem[];
  const records = new Map(items.map((item) => [item.pk, readAccount(item)]));
  return { ...balances, record: (account) => records.get(accountKey(account).pk) ?? null };
}

/** Returns the items under these keys, unordered. Duplicate keys are read once. */
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
