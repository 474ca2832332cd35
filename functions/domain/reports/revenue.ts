import { type ChargeType, chargeTypes } from '../charges/kinds.ts';
import { addExact, type ExactInteger, exactMoney, type MoneySum } from '../exact-integers.ts';

/** Charge type and kind, as `overage.gross` → minor units. */
export type RevenueSums = Readonly<Record<string, ExactInteger>>;

/** What is summed per charge type. `share` is the creators' part of theme sales. */
export type RevenueKind = 'gross' | 'refunds' | 'share';

export interface Revenue {
  readonly gross: MoneySum;
  readonly refunds: MoneySum;
  /** Gross minus refunds, including the creators' share. */
  readonly net: MoneySum;
  readonly creatorShare: MoneySum;
}

export interface RevenueReport {
  readonly total: Revenue;
  readonly byType: Readonly<Record<string, Revenue>>;
}

/** Charge types with revenue. A refund counts under the type that it refunds. */
export const soldTypes = chargeTypes.filter((type) => type !== 'refund');

export const revenueName = (type: ChargeType, kind: RevenueKind): string => `${type}.${kind}`;

/** Adds up several sums. */
export function addSums(all: readonly RevenueSums[]): RevenueSums {
  const total: Record<string, ExactInteger> = {};
  for (const sums of all)
    for (const [name, amount] of Object.entries(sums)) total[name] = addExact(total[name] ?? 0, amount);
  return total;
}

/** Builds the report with every charge type, including those without sales. */
export function revenueReport(sums: RevenueSums): RevenueReport {
  const sumOver = (types: readonly ChargeType[], kind: RevenueKind): ExactInteger =>
    types.reduce<ExactInteger>((sum, type) => addExact(sum, sums[revenueName(type, kind)] ?? 0), 0);
  const revenueOf = (types: readonly ChargeType[]): Revenue => {
    const [gross, refunds] = [sumOver(types, 'gross'), sumOver(types, 'refunds')];
    return {
      gross: exactMoney(gross),
      refunds: exactMoney(refunds),
      net: exactMoney(addExact(gross, -refunds)),
      creatorShare: exactMoney(sumOver(types, 'share')),
    };
  };
  return {
    total: revenueOf(soldTypes),
    byType: Object.fromEntries(soldTypes.map((type) => [type, revenueOf([type])])),
  };
}
