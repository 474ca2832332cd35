import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
  GetCommand,
} from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type Balance, freeOf, untouched } from '../../domain/metering/balances.ts';
import { carryOver, type Grant, granted } from '../../domain/metering/grants.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Period, previousPeriod } from '../../domain/periods.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import type { Day } from '../../domain/time.ts';
import {
  type AccountItem,
  type AccountRecord,
  carriedGrants,
  loadAccount,
  readAccount,
} from '../accounts/accounts.ts';
import { accountKey, balanceKey, type Key, readBalanceKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { type BalanceItem, readBalance, readSlots, type SlotsItem, writeGrants } from '../table/items.ts';
import { itemsIn } from '../table/list.ts';
import type { Part } from '../table/transaction.ts';

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

/** Loads the balances of a counter between two periods with their first days, oldest first. One Query per started MB. */
export async function loadHistory(
  account: AccountId,
  meter: Meter,
  from: Period,
  to: Period,
): Promise<{ day: Day; balance: Balance }[]> {
  const { pk, sk: first } = balanceKey(account, meter, from);
  const { sk: last } = balanceKey(account, meter, to);
  const balances: { day: Day; balance: Balance }[] = [];
  for await (const item of itemsIn({ pk, from: first, to: last })) {
    const { scope: day, meter: name } = readBalanceKey(item as unknown as Key) ?? {};
    if (day && name === meter.name)
      balances.push({ day: day as Day, balance: readBalance(item as unknown as BalanceItem, meter) });
  }
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

/**
 * Computes the initial balance of one that was never opened: free capacity and, for a counter, the remaining amounts of
 * earlier packs. If the previous period is still open, these are the amounts after its usage so far, and its close
 * corrects them. One consistent read, unless the account is `known` (null: it has no record); one or two more with
 * packs.
 */
export async function openingOf(ref: BalanceRef, known?: AccountRecord | null): Promise<Balance> {
  const { account, meter, period } = ref;
  const fresh = untouched(meter);
  if (meter.kind !== 'counter') return fresh;
  const record = known === undefined ? await loadAccount(account) : known;
  const blocked = (record?.overdue.size ?? 0) > 0;
  const grants = carriedGrants(record, meter);
  if (grants.length === 0) return { ...fresh, blocked };
  const before = await loadBalance({ ...ref, period: previousPeriod(period) });
  if (before?.closed) return { ...fresh, blocked, grants, left: fresh.left + granted(grants) };
  const carried = provisionalGrants(grants, before ?? (await openBefore(ref)));
  return { ...fresh, blocked, grants: carried, left: fresh.left + granted(carried) };
}

/** Loads the period before the previous one, if it is still open. */
async function openBefore(ref: BalanceRef): Promise<Balance | undefined> {
  const balance = await loadBalance({ ...ref, period: previousPeriod(previousPeriod(ref.period)) });
  return balance?.closed ? undefined : balance;
}

/**
 * Returns the grants carried over from a period that is open, or that a late event may still open. In the latter case
 * everything known is carried over.
 */
function provisionalGrants(grants: readonly Grant[], open: Balance | undefined): Grant[] {
  const left = open ? carryOver(open.used, freeOf(open), open.grants) : grants;
  return grants.map((grant) => {
    const begun = left.find(({ grantId }) => grantId === grant.grantId);
    return begun ? { ...grant, amount: begun.amount, carried: begun.amount } : grant;
  });
}

/** Returns what a write that opens a balance sets besides its own attributes. */
export function openingPart({ grants, blocked }: Balance): Required<Pick<Part, 'set' | 'values'>> {
  return {
    set: [...(grants.length > 0 ? ['grants = :opening'] : []), ...(blocked ? ['blocked = :blocked'] : [])],
    values: {
      ...(grants.length > 0 ? { ':opening': writeGrants(grants) } : {}),
      ...(blocked ? { ':blocked': true } : {}),
    },
  };
}
