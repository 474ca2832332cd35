import { dayAt } from '../../domain/calendar.ts';
import { recountPacks, recountRevenue } from '../../domain/reports/recount.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { packFiguresKey, revenueKey } from '../keys.ts';
import { compareReturns } from './adjustments.ts';
import { compareBalances } from './balances.ts';
import { compareCharges } from './charges.ts';
import { compareDebts } from './debts.ts';
import type { Difference } from './difference.ts';
import { comparePeriods } from './grants.ts';
import { everyAccount, loadRecords } from './records.ts';
import { compareGraces } from './slots.ts';
import { addTo, compareSums, type Sums, storedSums } from './sums.ts';
import { compareEarnings, recountThemes, themesBoughtBy } from './themes.ts';

/** The first day of sums. No charge is older. */
const FIRST_DAY = '2020-01-01' as Day;

/**
 * Computes every derived figure from its records and returns the differences; `repair` corrects them, except those that
 * changed meanwhile. Something counted during the run may show as a difference that a second run does not have. Reads
 * all records of every account.
 */
export async function rebuild({
  repair,
  now,
}: {
  readonly repair: boolean;
  readonly now: Instant;
}): Promise<Difference[]> {
  const themeIds = new Set<string>();
  for await (const account of everyAccount())
    for (const themeId of await themesBoughtBy(account)) themeIds.add(themeId);
  // Read the sums before the records: a sum that changes after this makes its repair fail.
  const stored = await storedSums({ from: FIRST_DAY, to: dayAt(now) }, themeIds);
  const computed: Sums = new Map();
  const differences: Difference[] = [];
  for await (const account of everyAccount()) {
    const records = await loadRecords(account);
    for (const [day, sums] of recountRevenue(records)) addTo(computed, revenueKey(day, account), sums);
    for (const [packType, figures] of recountPacks(records))
      addTo(computed, packFiguresKey(packType, account), figures);
    await recountThemes(account, computed);
    differences.push(...(await compareEarnings(account, records.lines)));
    differences.push(...(await compareDebts(account, records.charges, computed, repair)));
    differences.push(...(await compareCharges(account, records, now)));
    differences.push(...(await comparePeriods(account, records, now)));
    differences.push(...(await compareReturns(account, records.charges)));
    differences.push(...(await compareBalances(account, records.purchases, now, repair)));
    differences.push(...(await compareGraces(account, records.purchases, now)));
  }
  return [...differences, ...(await compareSums(stored, computed, repair))];
}
