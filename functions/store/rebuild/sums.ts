import { type DaySpan, monthsOf } from '../../domain/calendar.ts';
import type { ExactInteger } from '../../domain/exact-integers.ts';
import { addSums } from '../../domain/reports/revenue.ts';
import type { Day } from '../../domain/time.ts';
import { OWED_PK, THEME_FIGURES_SK } from '../key-prefixes.ts';
import { type Key, packFiguresPartitions, revenuePartitions } from '../keys.ts';
import { itemsIn } from '../table/list.ts';
import { themeFiguresKey } from '../theme-store/theme-keys.ts';
import { compare, type Difference } from './difference.ts';

type Figures = Readonly<Record<string, ExactInteger>>;

/** Items with sums, by key. */
export type Sums = Map<string, { readonly key: Key; readonly figures: Figures }>;

/** Adds figures to the item under a key. */
export function addTo(sums: Sums, key: Key, figures: Figures): void {
  const id = `${key.pk} ${key.sk}`;
  sums.set(id, { key, figures: addSums([sums.get(id)?.figures ?? {}, figures]) });
}

/** Loads the stored sums: the revenue of the days, the debts, the figures of all pack types and of these themes. */
export async function storedSums(span: DaySpan, themeIds: Iterable<string>): Promise<Sums> {
  const sums: Sums = new Map();
  const take = async (pk: string, from: string, to: string) => {
    for await (const { pk: _, sk, ...figures } of itemsIn({ pk, from, to }))
      addTo(sums, { pk, sk: String(sk) }, figures as Figures);
  };
  for (const partition of packFiguresPartitions()) await take(partition, '!', '~');
  await take(OWED_PK, '!', '~');
  for (const { from, to } of monthsOf(span))
    for (const partition of revenuePartitions(from as Day)) await take(partition, from, `${to}#~`);
  for (const themeId of themeIds)
    await take(themeFiguresKey(themeId, '').pk, THEME_FIGURES_SK, `${THEME_FIGURES_SK}~`);
  return sums;
}

/** Returns every figure that differs. */
export async function compareSums(stored: Sums, computed: Sums, repair: boolean): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [id, { key }] of [...stored, ...[...computed].filter(([id]) => !stored.has(id))]) {
    const [own, right] = [stored.get(id)?.figures ?? {}, computed.get(id)?.figures ?? {}];
    for (const attribute of new Set([...Object.keys(own), ...Object.keys(right)])) {
      const figure = {
        key,
        attribute,
        what: attribute,
        stored: own[attribute] ?? 0,
        computed: right[attribute] ?? 0,
      };
      differences.push(...(await compare(figure, repair)));
    }
  }
  return differences;
}
