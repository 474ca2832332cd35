import { type ChargeType, chargeTypes } from '../charges/kinds.ts';
import { addWhole, type MoneySum, type Whole, wholeMoney } from '../whole.ts';

/** Charge type and kind, as `overage.gross` → minor units. */
export type RevenueSums = Readonly<Record<string, Whole>>;

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
  const total: Record<string, Whole> = {};
  for (const sums of all)
    for (const [name, amount] of Object.entries(sums)) total[name] = addWhole(total[name] ?? 0, amount);
  return total;
}

/** Builds the report with every charge type, including those without sales. */
export function revenueReport(sums: RevenueSums): RevenueReport {
  const sumOver = (types: readonly ChargeType[], kind: RevenueKind): Whole =>
    types.reduce<Whole>((sum, type) => addWhole(sum, sums[revenueName(type, kind)] ?? 0), 0);
  const revenueOf = (types: readonly ChargeType[]): Revenue => {
    const [gross, refunds] = [sumOver(types, 'gross'), sumOver(types, 'refunds')];
    return {
      gross: wholeMoney(gross),
      refunds: wholeMoney(refunds),
      net: wholeMoney(addWhole(gross, -refunds)),
      creatorShare: wholeMoney(sumOver(types, 'share')),
    };
  };
  return {
    total: revenueOf(soldTypes),
    byType: Object.fromEntries(soldTypes.map((type) => [type, revenueOf([type])])),
  };
}
