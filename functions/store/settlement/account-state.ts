import type { AccountId } from '../../domain/accounts.ts';
import type { Adjustment } from '../../domain/charges/adjustments.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import type { Quota } from '../../domain/metering/quota.ts';
import { type MeterKind, metersOf } from '../../domain/meters.ts';
import { type Period, periodOf, previousPeriod } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import { type AccountItem, type AccountRecord, readAccount } from '../accounts/accounts.ts';
import { type BalanceRef, balancesIn } from '../balances/balances.ts';
import { quotasIn } from '../balances/quotas.ts';
import { pendingAdjustments } from '../charges/adjustments.ts';
import { accountKey, balanceRange } from '../keys.ts';
import { itemsIn } from '../table/list.ts';

/** Everything that an account's daily task reads. */
export interface AccountState {
  readonly record: AccountRecord;
  readonly quotas: readonly Quota[];
  /** The existing balances of counters, of the current period and the two before it. */
  readonly counters: readonly StandingBalance[];
  /** The existing balances of gauges. */
  readonly gauges: readonly StandingBalance[];
  /** Adjustments of closed periods that no close has applied yet. */
  readonly adjustments: readonly Adjustment[];
}

interface StandingBalance {
  readonly ref: BalanceRef;
  readonly balance: Balance;
}

/** Returns the current period and the two before it, oldest first. Earlier ones are closed. */
export function recentPeriods(now: Instant): Period[] {
  const running = periodOf(now);
  const before = previousPeriod(running);
  return [previousPeriod(before), before, running];
}

/**
 * Loads the state of an account. Two consistent Queries; more only for counters without a balance in this period if the
 * account has packs.
 */
export async function loadAccountState(account: AccountId, now: Instant): Promise<AccountState | undefined> {
  const periods = recentPeriods(now);
  const [oldest = periodOf(now)] = periods;
  const items: Record<string, unknown>[] = [];
  for await (const item of itemsIn(balanceRange(account, oldest))) items.push(item);
  const own = items.find((item) => item.sk === accountKey(account).sk);
  if (!own) return undefined;
  const balances = balancesIn(items);
  const balancesOf = (kind: MeterKind, period: Period): StandingBalance[] =>
    metersOf(kind).flatMap((meter) => {
      const ref = { account, meter, period };
      const balance = balances.find(ref);
      return balance ? [{ ref, balance }] : [];
    });
  const counters = periods.flatMap((period) => balancesOf('counter', period));
  const gauges = balancesOf('gauge', periodOf(now));
  const record = readAccount(own as unknown as AccountItem);
  const adjustments = (await pendingAdjustments(account)).map(({ value }) => value);
  return { record, counters, gauges, adjustments, quotas: await quotasIn(items, account, now) };
}
