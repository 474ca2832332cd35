import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { overageChargeId } from '../../domain/charges/overage-charges.ts';
import { overLimit } from '../../domain/metering/balances.ts';
import { type Meter, metersOf } from '../../domain/meters.ts';
import { costOf } from '../../domain/overage/overage.ts';
import type { Purchase } from '../../domain/packs/purchases.ts';
import { type Period, periodOf, periodOfDay } from '../../domain/periods.ts';
import type { Records } from '../../domain/reports/recount.ts';
import type { Sale } from '../../domain/theme-store/sales.ts';
import { DAY, type Day, type Instant, plus } from '../../domain/time.ts';
import { beginningWith, SALE_SK } from '../key-prefixes.ts';
import { adjustmentKey, balanceKey, chargeKey, type Key, readBalanceKey } from '../keys.ts';
import { type BalanceItem, readBalance } from '../table/items.ts';
import { itemsIn } from '../table/list.ts';
import type { Difference } from './difference.ts';
import { recordsOf } from './records.ts';

const FIRST_DAY = '1970-01-01' as Day;

/**
 * Compares an account's charges with their subjects: closed periods with what was charged for them, packs and themes in
 * use with their payments, and payments with the charges that record them. Repairs nothing, because people must decide
 * about money. One Query per counter, and one for the themes.
 */
export async function compareCharges(
  account: AccountId,
  { charges, purchases }: Pick<Records, 'charges' | 'purchases'>,
  now: Instant,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const meter of metersOf('counter'))
    differences.push(...(await closedPeriods(account, meter, charges, now)));
  const sales = (await recordsOf<Sale>(account, SALE_SK)).map(({ value }) => value);
  return [
    ...differences,
    ...unpaidPacks(account, purchases, charges),
    ...unpaidSales(account, sales, charges),
    ...paymentsRecordedTwice(account, charges),
  ];
}

const difference = ({ pk, sk }: Key, what: string, stored: number, computed: number): Difference[] =>
  stored === computed ? [] : [{ what, key: `${pk} ${sk}`, stored, computed, repaired: false }];

/** Compares what each closed period of a counter was charged for itself with the cost of its balance. Minor units. */
async function closedPeriods(
  account: AccountId,
  meter: Meter,
  charges: readonly Charge[],
  now: Instant,
): Promise<Difference[]> {
  const { pk, sk: first } = balanceKey(account, meter, periodOfDay(FIRST_DAY));
  const { sk: last } = balanceKey(account, meter, periodOf(plus(now, DAY)));
  const isAdjusted = await hasAdjustments(account, meter);
  const differences: Difference[] = [];
  for await (const item of itemsIn({ pk, from: first, to: last })) {
    const { scope: day, meter: name } = readBalanceKey(item as unknown as Key) ?? {};
    if (!day || name !== meter.name) continue;
    const { overage, closed, ...balance } = readBalance(item as unknown as BalanceItem, meter);
    const period = periodOfDay(day as Day);
    const charge = charges.find(({ chargeId }) => chargeId === overageChargeId(account, meter, period));
    // A close whose charge was zero, because of credits, leaves no charge.
    if (closed && !charge && isAdjusted) continue;
    const computed =
      closed && overage ? costOf(overage, overLimit({ ...balance, overage, closed })).amount : 0;
    const key = chargeKey(account, overageChargeId(account, meter, period));
    differences.push(...difference(key, `${meter.name}.charged`, chargedFor(charge, period), computed));
  }
  return differences;
}

async function hasAdjustments(account: AccountId, meter: Meter): Promise<boolean> {
  const { pk, sk } = adjustmentKey(account, meter.name, FIRST_DAY);
  const prefix = sk.slice(0, -FIRST_DAY.length);
  for await (const _ of itemsIn({ pk, ...beginningWith(prefix) })) return true;
  return false;
}

/** Returns what a charge bills for a period itself. Lines without a kind, from before the field existed, count. */
const chargedFor = (charge: Charge | undefined, period: Period): number =>
  (charge?.lines ?? [])
    .filter(({ kind, period: day }) => kind === undefined || (kind === 'overage' && day === period.day))
    .reduce((sum, { amount }) => sum + amount.amount, 0);

/** Returns packs in use without a paid charge. */
const unpaidPacks = (
  account: AccountId,
  purchases: readonly Purchase[],
  charges: readonly Charge[],
): Difference[] =>
  purchases
    .filter(({ state }) => state === 'active' || state === 'expiring')
    .flatMap(({ purchaseId, chargeId }) => {
      const isPaid = charges.some(
        ({ subject, status }) =>
          'purchaseId' in subject && subject.purchaseId === purchaseId && status === 'succeeded',
      );
      return difference(chargeKey(account, chargeId), `paid charges of ${purchaseId}`, isPaid ? 1 : 0, 1);
    });

/** Returns themes in use whose charge is not paid. */
const unpaidSales = (account: AccountId, sales: readonly Sale[], charges: readonly Charge[]): Difference[] =>
  sales.flatMap(({ purchaseId, chargeId, state }) => {
    if (state !== 'active' || chargeId === null) return [];
    const isPaid = charges.some((charge) => charge.chargeId === chargeId && charge.status === 'succeeded');
    return difference(chargeKey(account, chargeId), `paid charges of ${purchaseId}`, isPaid ? 1 : 0, 1);
  });

/** Returns payments and refunds of a provider that more than one charge records. */
function paymentsRecordedTwice(account: AccountId, charges: readonly Charge[]): Difference[] {
  const records = new Map<string, Charge[]>();
  for (const charge of charges) {
    const { payment, status, type } = charge;
    if (!payment?.reference || (status !== 'succeeded' && status !== 'refunded')) continue;
    // Refunds made at the provider have the reference of the payment that they refund.
    if (type === 'refund' && payment.reference === referenceOfOriginal(charge, charges)) continue;
    const name = `${payment.provider} ${payment.reference}`;
    records.set(name, [...(records.get(name) ?? []), charge]);
  }
  return [...records].flatMap(([name, [first, ...more]]) =>
    first
      ? difference(chargeKey(account, first.chargeId), `records of payment ${name}`, 1 + more.length, 1)
      : [],
  );
}

const referenceOfOriginal = ({ subject }: Charge, charges: readonly Charge[]): string | null | undefined =>
  subject.kind === 'refund'
    ? charges.find(({ chargeId }) => chargeId === subject.chargeId)?.payment?.reference
    : undefined;
