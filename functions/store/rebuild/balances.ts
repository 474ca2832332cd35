import type { AccountId } from '../../domain/accounts.ts';
import { type Balance, heldIn, untouched } from '../../domain/metering/balances.ts';
import { isRemembered } from '../../domain/metering/deduplication.ts';
import { type Grant, granted } from '../../domain/metering/grants.ts';
import { type Meter, metersOf, storageMeter } from '../../domain/meters.ts';
import { overageAllowance } from '../../domain/overage/overage.ts';
import type { Purchase } from '../../domain/packs/purchases.ts';
import { periodOf, periodOfDay } from '../../domain/periods.ts';
import { recountUsage } from '../../domain/reports/recount.ts';
import type { StoredObject } from '../../domain/storage/objects.ts';
import type { Instant } from '../../domain/time.ts';
import { keyOf, loadBalance, loadSlots } from '../balances/balances.ts';
import { balanceKey, type Key } from '../keys.ts';
import { objectsList } from '../list-keys.ts';
import { movedByCorrections } from '../metering/corrected.ts';
import { across } from '../table/list-across.ts';
import { type Counted, loadCounted } from './counted.ts';
import { compare, type Difference, type Figure } from './difference.ts';
import { compareUsageSums } from './usage-sums.ts';

/** Compares an account's usage and capacity with its events, objects and packs. */
export async function compareBalances(
  account: AccountId,
  purchases: readonly Purchase[],
  now: Instant,
  repair: boolean,
): Promise<Difference[]> {
  const figures: Figure[] = [];
  const differences: Difference[] = [];
  for (const meter of metersOf('counter')) {
    const counted = await loadCounted(account, meter, now);
    figures.push(...(await counterFigures(account, meter, counted, now)));
    differences.push(...(await compareUsageSums(account, meter, counted, now, repair)));
  }
  for (const meter of metersOf('gauge'))
    figures.push(...(await gaugeFigures(account, meter, purchases, now)));
  for (const meter of metersOf('slots')) figures.push(await slotsLimit(account, meter, purchases, now));
  for (const figure of figures) differences.push(...(await compare(figure, repair)));
  return differences;
}

/** Compares each period's usage with its counted entries and their corrections, and its limit with its grants. */
async function counterFigures(
  account: AccountId,
  meter: Meter,
  counted: Counted,
  now: Instant,
): Promise<Figure[]> {
  const sums = recountUsage(counted.pages, counted.waiting);
  const moved = await movedByCorrections(account, meter, counted.end);
  return counted.balances.flatMap(({ day, balance }) => {
    const period = periodOfDay(day);
    // The entries of earlier periods may have expired: their sum is the only record.
    const used = isRemembered(period.start, now)
      ? (sums.get(day) ?? 0) + (moved.get(day) ?? 0)
      : balance.used;
    return balanceFigures(balanceKey(account, meter, period), meter, balance, used, balance.grants);
  });
}

/** Compares stored bytes with the existing objects, and the limit with the active packs. */
async function gaugeFigures(
  account: AccountId,
  meter: Meter,
  purchases: readonly Purchase[],
  now: Instant,
): Promise<Figure[]> {
  const ref = { account, meter, period: periodOf(now) };
  const balance = (await loadBalance(ref)) ?? untouched(meter);
  const used = meter.name === storageMeter().name ? await storedBytes(account) : balance.used;
  return balanceFigures(keyOf(ref), meter, balance, used, grantsOf(meter, purchases));
}

async function storedBytes(account: AccountId): Promise<number> {
  let bytes = 0;
  for await (const item of across(objectsList(account))) bytes += (item.object as StoredObject).bytes;
  return bytes;
}

async function slotsLimit(
  account: AccountId,
  meter: Meter,
  purchases: readonly Purchase[],
  now: Instant,
): Promise<Figure> {
  const ref = { account, meter, period: periodOf(now) };
  const { limit } = await loadSlots(ref);
  const computed = meter.free + granted(grantsOf(meter, purchases));
  return { key: keyOf(ref), attribute: 'limit', what: `${meter.name}.limit`, stored: limit, computed };
}

/** Returns what the active packs grant of a meter. */
const grantsOf = (meter: Meter, purchases: readonly Purchase[]): Grant[] =>
  purchases
    .filter(({ state }) => state === 'active' || state === 'expiring')
    .map(({ purchaseId, terms, endsAt }) => ({
      grantId: purchaseId,
      packType: terms.packType,
      amount: terms.grants[meter.name] ?? 0,
      expiresAt: endsAt,
    }));

/**
 * Returns usage and remaining amount of a balance. The limit is not stored, so a wrong limit shows as a wrong remaining
 * amount.
 */
function balanceFigures(
  key: Key,
  meter: Meter,
  balance: Balance,
  used: number,
  grants: readonly Grant[],
): Figure[] {
  const left = meter.free + granted(grants) + overageAllowance(balance.overage) - heldIn(balance) - used;
  return [
    { key, attribute: 'used', what: `${meter.name}.used`, stored: balance.used, computed: used },
    { key, attribute: 'left', what: `${meter.name}.left`, stored: balance.left, computed: left },
  ];
}
