import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { overageChargeId } from '../../domain/charges/overage-charges.ts';
import { type Balance, freeOf } from '../../domain/metering/balances.ts';
import { carryOver, type Grant } from '../../domain/metering/grants.ts';
import { type Meter, metersOf } from '../../domain/meters.ts';
import { type Period, periodOf, periodOfDay, previousPeriod } from '../../domain/periods.ts';
import type { Records } from '../../domain/reports/recount.ts';
import { DAY, type Day, type Instant, plus } from '../../domain/time.ts';
import { loadBalance } from '../balances/balances.ts';
import { balanceKey, chargeKey, type Key, readBalanceKey } from '../keys.ts';
import { type BalanceItem, readBalance } from '../table/items.ts';
import { itemsIn } from '../table/list.ts';
import type { Difference } from './difference.ts';
import { auditLinesOf } from './records.ts';

const FIRST_DAY = '1970-01-01' as Day;

interface PeriodBalance {
  readonly period: Period;
  readonly balance: Balance;
}

/**
 * Compares the initial and added capacity of each month of a counter with what the closed month before left of each
 * pack and with the paid terms, and each month's confirmed storage with the charge of its end. Repairs nothing, because
 * usage and charges that followed from a wrong figure need a decision. One Query per counter, one for the audit log.
 */
export async function comparePeriods(
  account: AccountId,
  records: Pick<Records, 'charges' | 'purchases' | 'expired'>,
  now: Instant,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const meter of metersOf('counter')) {
    const balances = await balancesOf(account, meter, now);
    for (const { period, balance } of balances) {
      const before = balances.find((one) => one.period.day === previousPeriod(period).day);
      if (before?.balance.closed)
        differences.push(...grantsOf(account, meter, before.balance, { period, balance }, records));
    }
  }
  for (const meter of metersOf('gauge'))
    differences.push(...(await endedMonths(account, meter, records.charges, now)));
  return differences;
}

async function balancesOf(account: AccountId, meter: Meter, now: Instant): Promise<PeriodBalance[]> {
  const { pk, sk: from } = balanceKey(account, meter, periodOfDay(FIRST_DAY));
  const { sk: to } = balanceKey(account, meter, periodOf(plus(periodOf(now).end, DAY)));
  const balances: PeriodBalance[] = [];
  for await (const item of itemsIn({ pk, from, to })) {
    const { scope: day, meter: name } = readBalanceKey(item as unknown as Key) ?? {};
    if (!day || name !== meter.name) continue;
    const balance = readBalance(item as unknown as BalanceItem, meter);
    balances.push({ period: periodOfDay(day as Day), balance });
  }
  return balances;
}

/**
 * Returns grants carried over from a closed period, except of packs that were refunded, paid twice or expired in
 * between: their losses depend on the time, which no record has.
 */
function grantsOf(
  account: AccountId,
  meter: Meter,
  before: Balance,
  { period, balance }: PeriodBalance,
  { charges, purchases, expired }: Pick<Records, 'charges' | 'purchases' | 'expired'>,
): Difference[] {
  const left = new Map(
    carryOver(before.used, freeOf(before), before.grants).map((grant) => [grant.grantId, grant.amount]),
  );
  const { pk, sk } = balanceKey(account, meter, period);
  return balance.grants.flatMap((grant) => {
    const cameOver = left.get(grant.grantId);
    const purchase = purchases.find(({ purchaseId }) => purchaseId === grant.grantId);
    const own = charges.filter(
      ({ subject }) => 'purchaseId' in subject && subject.purchaseId === grant.grantId,
    );
    if (grant.ended || cameOver === undefined || !purchase || expired.includes(grant.grantId)) return [];
    if (own.some(({ refunds, surplus }) => refunds.length > 0 || surplus !== undefined)) return [];
    const renewals = own.filter((charge) => isRenewalIn(charge, period)).length;
    const computed = cameOver + renewals * (purchase.terms.grants[meter.name] ?? 0);
    return differs(grant, computed)
      ? [{ what: `${meter.name}.grant ${grant.grantId}`, key: `${pk} ${sk}`, ...amounts(grant, computed) }]
      : [];
  });
}

const differs = ({ amount }: Grant, computed: number): boolean => amount !== computed;
const amounts = ({ amount }: Grant, computed: number) => ({ stored: amount, computed, repaired: false });

const isRenewalIn = ({ subject, status, settledAt }: Charge, { start, end }: Period): boolean =>
  subject.kind === 'renewal' &&
  status === 'succeeded' &&
  settledAt !== null &&
  settledAt >= start &&
  settledAt < end;

/**
 * Compares the months with confirmed storage above the limit: each must have ended once, with the charge of its end.
 */
async function endedMonths(
  account: AccountId,
  meter: Meter,
  charges: readonly Charge[],
  now: Instant,
): Promise<Difference[]> {
  const balance = await loadBalance({ account, meter, period: periodOf(now) });
  const open = [balance?.overage?.period, balance?.endedOverage?.period];
  const confirmed = new Set<Day>();
  const ended = new Map<Day, number>();
  for (const { action, at, target, detail } of await auditLinesOf(account)) {
    if (action === 'overage.confirmed' && target === meter.name) confirmed.add(periodOf(at).day);
    // A month whose confirmation was fully withdrawn has no end to process.
    if (action === 'overage.withdrawn' && target === meter.name && detail?.stays === 0)
      confirmed.delete(periodOf(at).day);
    const [name, day] = target.split(' ');
    if (action === 'overage.ended' && name === meter.name)
      ended.set(day as Day, (detail?.amount as { amount: number } | null)?.amount ?? 0);
  }
  return [...confirmed]
    .filter((day) => !open.includes(day))
    .flatMap((day) => {
      const chargeId = overageChargeId(account, meter, periodOfDay(day));
      const { pk, sk } = chargeKey(account, chargeId);
      const stored = charges.find((charge) => charge.chargeId === chargeId)?.amount.amount ?? 0;
      const computed = ended.get(day);
      const found = (what: string, stored: number, computed: number): Difference[] =>
        stored === computed ? [] : [{ what, key: `${pk} ${sk}`, stored, computed, repaired: false }];
      if (computed === undefined) return found(`${meter.name}.ends of ${day}`, 0, 1);
      return found(`${meter.name}.charged`, stored, computed);
    });
}
