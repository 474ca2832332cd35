import type { AccountId } from '../../domain/accounts.ts';
import { type DaySpan, dayAt, monthsOf } from '../../domain/calendar.ts';
import type { ChargeType } from '../../domain/charges/kinds.ts';
import { addExact, type ExactInteger } from '../../domain/exact-integers.ts';
import { type RevenueKind, type RevenueSums, revenueName } from '../../domain/reports/revenue.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { packFiguresKey, packFiguresPartitions, revenueKey, revenuePartitions } from '../keys.ts';
import { itemsIn } from '../table/list.ts';
import type { Transaction } from '../table/transaction.ts';

/**
 * Sums for administrators, updated by the same transactions that they count, so that they always agree with the
 * records. Split over shards by account, so that two purchases rarely write the same item.
 */

/** Adds revenue or a refund to the sums of its day. */
export function addRevenue(
  transaction: Transaction,
  account: AccountId,
  at: Instant,
  type: ChargeType,
  kind: RevenueKind,
  amount: number,
): void {
  transaction.update(revenueKey(dayAt(at), account), {
    add: ['#revenue :revenue'],
    names: { '#revenue': revenueName(type, kind) },
    values: { ':revenue': amount },
  });
}

export type PackFigure = 'sold' | 'active' | 'renewed' | 'expired' | 'refunded' | 'revenue';

export type PackMoves = Readonly<Partial<Record<PackFigure, number>>>;

/** Figures of all accounts. */
export type PackSums = Readonly<Partial<Record<PackFigure, ExactInteger>>>;

/** Updates the figures of a pack type. */
export function addPackFigures(
  transaction: Transaction,
  account: AccountId,
  packType: string,
  moves: PackMoves,
): void {
  for (const [figure, by] of Object.entries(moves))
    transaction.update(packFiguresKey(packType, account), {
      add: [`#${figure} :${figure}`],
      names: { [`#${figure}`]: figure },
      values: { [`:${figure}`]: by },
    });
}

/** Reads the sums of a span of days, several per day. Four consistent Queries per month, one more per MB. */
export async function* revenueIn(span: DaySpan): AsyncGenerator<{ day: Day; sums: RevenueSums }> {
  for (const { from, to } of monthsOf(span)) {
    for (const partition of revenuePartitions(from))
      for await (const { pk: _, sk, ...sums } of itemsIn({ pk: partition, from, to: `${to}#~` }))
        yield { day: String(sk).slice(0, 10) as Day, sums: sums as RevenueSums };
  }
}

/** Loads the figures of every pack type that was ever sold. Four consistent Queries, one more per MB. */
export async function loadPackFigures(): Promise<ReadonlyMap<string, PackSums>> {
  const figures = new Map<string, Partial<Record<PackFigure, ExactInteger>>>();
  for (const partition of packFiguresPartitions())
    for await (const { pk: _, sk, ...moves } of itemsIn({ pk: partition, from: '!', to: '~' })) {
      const packType = String(sk).slice(0, String(sk).lastIndexOf('#'));
      const sum = figures.get(packType) ?? {};
      for (const [figure, by] of Object.entries(moves as PackSums))
        sum[figure as PackFigure] = addExact(sum[figure as PackFigure] ?? 0, by);
      figures.set(packType, sum);
    }
  return figures;
}
