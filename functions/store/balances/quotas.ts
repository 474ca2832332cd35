import { GetCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import type { AccountId } from '../../domain/accounts.ts';
import { type Quota, quotaOf } from '../../domain/metering/quota.ts';
import { allMeters } from '../../domain/meters.ts';
import { periodOf } from '../../domain/periods.ts';
import { slotQuotaOf } from '../../domain/slots/slot-quota.ts';
import type { Instant } from '../../domain/time.ts';
import { type AccountItem, type AccountRecord, readAccount } from '../accounts/accounts.ts';
import { accountKey, balanceRange } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { itemsIn } from '../table/list.ts';
import { type BalanceRef, type Balances, balancesIn, getAll, keyOf, openingOf } from './balances.ts';

/**
 * Loads all quotas of an account. One consistent Query; two more reads per counter without a balance in this period if
 * the account has packs of it.
 */
export async function loadQuotas(account: AccountId, now: Instant, explain = false): Promise<Quota[]> {
  const period = periodOf(now);
  const items: Record<string, unknown>[] = [];
  for await (const item of itemsIn(balanceRange(account, period))) items.push(item);
  return quotasIn(items, account, now, explain);
}

/** Computes the quotas from balance items that were read. */
export function quotasIn(
  items: readonly Readonly<Record<string, unknown>>[],
  account: AccountId,
  now: Instant,
  explain = false,
): Promise<Quota[]> {
  const period = periodOf(now);
  const balances = balancesIn(items);
  const own = items.find((item) => item.sk === accountKey(account).sk);
  const record = own ? readAccount(own as unknown as AccountItem) : null;
  return pMap(allMeters(), (meter) => quotaIn(balances, { account, meter, period }, now, explain, record));
}

/**
 * Loads the named quotas with eventual consistency, for advice. One request per started hundred, half a read unit each;
 * a single one is a plain Get. A missing balance takes a read or two more.
 */
export async function peekQuotas(refs: readonly BalanceRef[], now: Instant): Promise<Quota[]> {
  const balances = balancesIn(await peekItems(refs));
  return pMap(refs, (ref) => quotaIn(balances, ref, now, false), { concurrency: 16 });
}

async function peekItems(refs: readonly BalanceRef[]): Promise<Record<string, unknown>[]> {
  const [only] = refs;
  if (refs.length !== 1 || !only) return getAll(refs.map(keyOf), false);
  const { Item } = await table.send(new GetCommand({ TableName: tableName(), Key: keyOf(only) }));
  return Item ? [Item] : [];
}

/** Returns the quota of one meter from balances that were read. */
async function quotaIn(
  balances: Balances,
  ref: BalanceRef,
  now: Instant,
  explain: boolean,
  record?: AccountRecord | null,
): Promise<Quota> {
  if (ref.meter.kind === 'slots') return slotQuotaOf(ref.meter, balances.slots(ref), now, explain);
  const balance = balances.find(ref) ?? (await openingOf(ref, record));
  return quotaOf(ref.meter, balance, ref.period, now, explain);
}
