import type { AccountId } from '../../domain/accounts.ts';
import { dayAt } from '../../domain/calendar.ts';
import { type EarningLine, earnedIn, yearOf } from '../../domain/theme-store/earnings.ts';
import type { Entitlement, Sale } from '../../domain/theme-store/sales.ts';
import { ENTITLEMENT_SK, RATING_SK, SALE_SK } from '../key-prefixes.ts';
import type { Key } from '../keys.ts';
import { loadLedger, loadThemeShare } from '../theme-store/earnings.ts';
import type { Rating } from '../theme-store/ratings.ts';
import type { ThemeFigures, ThemeMoves } from '../theme-store/theme-figures.ts';
import { ledgerKey, themeFiguresKey, themeShareKey } from '../theme-store/theme-keys.ts';
import type { Difference } from './difference.ts';
import { recordsOf } from './records.ts';
import { addTo, type Sums } from './sums.ts';

/** Adds the figures of themes that an account's purchases, entitlements and ratings account for. */
export async function recountThemes(account: AccountId, computed: Sums): Promise<void> {
  const add = (themeId: string, moves: ThemeMoves) =>
    addTo(computed, themeFiguresKey(themeId, account), moves);
  for (const { value: sale } of await recordsOf<Sale>(account, SALE_SK))
    if (sale.state === 'active' && sale.chargeId !== null) add(sale.themeId, { sold: 1 });
  for (const { value: right } of await recordsOf<Entitlement>(account, ENTITLEMENT_SK))
    if (right.since !== null) add(right.themeId, { installs: 1 });
  for (const { value: rating, name } of await recordsOf<Rating>(account, RATING_SK))
    add(name, { ratings: 1, stars: rating.stars } satisfies Partial<ThemeFigures>);
}

/** Returns the themes that an account ever bought, whose figures include it. */
export const themesBoughtBy = async (account: AccountId): Promise<string[]> =>
  (await recordsOf<Entitlement>(account, ENTITLEMENT_SK)).map(({ name }) => name);

/**
 * Compares a creator's ledger and theme shares with the ledger entries. Repairs nothing, because they have determined
 * later shares.
 */
export async function compareEarnings(
  creator: AccountId,
  lines: readonly EarningLine[],
): Promise<Difference[]> {
  if (lines.length === 0) return [];
  const { value: ledger } = await loadLedger(creator);
  const soldOn = new Map(
    lines.flatMap((line) => (line.kind === 'sale' ? [[line.purchaseId, dayAt(line.at)] as const] : [])),
  );
  const years = new Map<string, { netSales: number; share: number }>();
  const themes = new Map<string, number>();
  for (const { purchaseId, at, themeId, net, share } of lines) {
    const year = yearOf(soldOn.get(purchaseId) ?? dayAt(at));
    const sums = years.get(year) ?? { netSales: 0, share: 0 };
    years.set(year, { netSales: sums.netSales + net, share: sums.share + share });
    themes.set(themeId, (themes.get(themeId) ?? 0) + share);
  }
  const earned = lines.reduce((sum, { share }) => sum + share, 0);
  const differences = differing(ledgerKey(creator), 'earnings.balance', earnedIn(ledger), earned);
  for (const [year, { netSales, share }] of years) {
    const stored = ledger.years[year];
    differences.push(
      ...differing(ledgerKey(creator), `earnings.${year}.netSales`, stored?.netSales ?? 0, netSales),
      ...differing(ledgerKey(creator), `earnings.${year}.share`, stored?.share ?? 0, share),
    );
  }
  for (const [themeId, share] of themes) {
    const { value } = await loadThemeShare(creator, themeId);
    differences.push(...differing(themeShareKey(creator, themeId), 'earnings.theme', value.share, share));
  }
  return differences;
}

const differing = ({ pk, sk }: Key, what: string, stored: number, computed: number): Difference[] =>
  stored === computed ? [] : [{ what, key: `${pk} ${sk}`, stored, computed, repaired: false }];
