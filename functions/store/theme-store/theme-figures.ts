import type { AccountId } from '../../domain/accounts.ts';
import { beginningWith, THEME_FIGURES_SK } from '../key-prefixes.ts';
import { itemsIn } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';
import { themeFiguresKey } from './theme-keys.ts';

/** The figures of a theme. */
export interface ThemeFigures {
  /** The number of accounts that got it, each counted once. */
  readonly installs: number;
  /** The number of paid purchases that were not fully refunded. */
  readonly sold: number;
  readonly ratings: number;
  /** The sum of all ratings. The average is this divided by their number. */
  readonly stars: number;
}

export type ThemeFigure = keyof ThemeFigures;
export type ThemeMoves = Readonly<Partial<ThemeFigures>>;

/** Updates the figures of a theme, in the buyer's shard. */
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

/** Loads the figures of a theme. One consistent Query, one read unit. */
export async function loadThemeFigures(themeId: string): Promise<ThemeFigures> {
  const figures = { installs: 0, sold: 0, ratings: 0, stars: 0 };
  const { pk } = themeFiguresKey(themeId, '');
  for await (const item of itemsIn({ pk, ...beginningWith(THEME_FIGURES_SK) }))
    for (const figure of Object.keys(figures) as ThemeFigure[]) figures[figure] += Number(item[figure] ?? 0);
  return figures;
}
