import type { AccountId } from '../../domain/accounts.ts';
import { beginningWith, THEME_FIGURES_SK } from '../key-prefixes.ts';
import { itemsIn } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';
import { themeFiguresKey } from './theme-keys.ts';

/** The sums of a theme. */
export interface ThemeFigures {
  /** Accounts that got it, each once. */
  readonly installs: number;
  /** Purchases that were paid for and not given back as a whole. */
  readonly sold: number;
  readonly ratings: number;
  /** Of all ratings together: divided by their number, the average. */
  readonly stars: number;
}

export type ThemeFigure = keyof ThemeFigures;
export type ThemeMoves = Readonly<Partial<ThemeFigures>>;

/** Moves the figures of a theme, in the shard of the buyer whose doing it is. */
export function addThemeFigures(
  transaction: Transaction,
  themeId: string,
  buyer: AccountId,
  moves: ThemeMoves,
): void {
  for (const [figure, by] of Object.entries(moves))
    if (by !== 0)
      transaction.update(themeFiguresKey(themeId, buyer), {
        add: [`#${figure} :${figure}`],
        names: { [`#${figure}`]: figure },
        values: { [`:${figure}`]: by },
      });
}

/** One consistent Query, one read unit. */
export async function loadThemeFigures(themeId: string): Promise<ThemeFigures> {
  const figures = { installs: 0, sold: 0, ratings: 0, stars: 0 };
  const { pk } = themeFiguresKey(themeId, '');
  for await (const item of itemsIn({ pk, ...beginningWith(THEME_FIGURES_SK) }))
    for (const figure of Object.keys(figures) as ThemeFigure[]) figures[figure] += Number(item[figure] ?? 0);
  return figures;
}
