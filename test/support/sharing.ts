import * as fc from 'fast-check';
import type { AccountId } from '../../functions/domain/accounts.ts';
import type { AllocationState } from '../../functions/domain/theme-store/allocation.ts';
import {
  emptyLedger,
  type UnallocatedEntry,
  type UnallocatedRefund,
  type UnallocatedSale,
} from '../../functions/domain/theme-store/earnings.ts';
import type { ShareTerms } from '../../functions/domain/theme-store/shares.ts';
import { DAY, type Day, type Instant, MINUTE, parseInstant, plus } from '../../functions/domain/time.ts';

export const CREATOR = 'user_creator' as AccountId;

export const nothingShared: AllocationState = {
  ledger: emptyLedger(CREATOR),
  themes: new Map(),
  sales: new Map(),
};

/** Terms small enough for a few sales to reach every tier and cap. */
export const shareTermsOf = (version = 1, from = '2020-01-01'): fc.Arbitrary<ShareTerms> =>
  fc
    .record({
      edges: fc.uniqueArray(fc.integer({ min: 1, max: 60_000_000 }), { maxLength: 3 }),
      rates: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 4, maxLength: 4 }),
      themeCap: fc.integer({ min: 0, max: 150_000_000 }),
      yearCap: fc.integer({ min: 0, max: 250_000_000 }),
      minimumFee: fc.integer({ min: 0, max: 500 }),
    })
    .map(({ edges, rates, ...caps }) => ({
      version,
      from: from as Day,
      tiers: [...edges.sort((a, b) => a - b), null].map((upTo, place) => ({ upTo, rate: rates[place] ?? 0 })),
      ...caps,
    }));

/** Two versions of the terms, of which the later begins among the sales. */
export const termsTables: fc.Arbitrary<ShareTerms[]> = fc
  .tuple(shareTermsOf(), shareTermsOf(2, '2026-12-30'))
  .map((both) => [...both]);

const START = parseInstant('2026-12-25T00:00:00Z');
const WITHIN_DAYS = 12;

/** Sales of a few themes around the turn of a year, and refunds of some of them, in any order. */
export const histories: fc.Arbitrary<UnallocatedEntry[]> = fc
  .array(
    fc.record({
      themeId: fc.constantFrom('thm_1', 'thm_2', 'thm_3'),
      amount: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 30_000_000 })),
      minute: fc.nat({ max: (WITHIN_DAYS * DAY) / MINUTE - 1 }),
      refunds: fc.array(
        fc.record({
          part: fc.integer({ min: 1, max: 100 }),
          after: fc.nat({ max: (20 * DAY) / MINUTE }),
        }),
        { maxLength: 3 },
      ),
      whole: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((sales) => sales.flatMap((sale, index) => entriesOf(index, sale)));

interface Story {
  readonly themeId: string;
  readonly amount: number;
  readonly minute: number;
  readonly refunds: readonly { readonly part: number; readonly after: number }[];
  /** Whether the last refund gives back all that is left. */
  readonly whole: boolean;
}

function entriesOf(index: number, { themeId, amount, minute, refunds, whole }: Story): UnallocatedEntry[] {
  const sale = saleEntry(`pur_${index}`, amount, plus(START, minute * MINUTE), themeId);
  let left = amount;
  const back = refunds.flatMap(({ part, after }, place): UnallocatedRefund[] => {
    const isLast = place === refunds.length - 1;
    const given = whole && isLast ? left : Math.min(left, Math.floor((amount * part) / 100));
    left -= given;
    if (given === 0) return [];
    return [refundEntry(`chg_${index}_${place}`, sale, given, plus(sale.at, after * MINUTE))];
  });
  return [sale, ...back];
}

export const saleEntry = (
  purchaseId: string,
  amount: number,
  at: Instant,
  themeId = 'thm_1',
  creator = CREATOR,
): UnallocatedSale => ({ kind: 'sale', creator, purchaseId, themeId, name: 'Dusk', amount, at });

export const refundEntry = (
  refundId: string,
  sale: UnallocatedSale,
  amount: number,
  at: Instant,
): UnallocatedRefund => ({
  ...sale,
  kind: 'refund',
  refundId,
  amount,
  at,
  soldAt: sale.at,
});

/** A refund of all that is left of each sale. */
export function refundsOfTheRest(entries: readonly UnallocatedEntry[], at: Instant): UnallocatedRefund[] {
  const sales = entries.filter((entry) => entry.kind === 'sale');
  return sales.flatMap((sale) => {
    const back = entries.filter((entry) => entry.kind === 'refund' && entry.purchaseId === sale.purchaseId);
    const left = back.reduce((sum, { amount }) => sum - amount, sale.amount);
    return left === 0 ? [] : [refundEntry(`chg_rest_${sale.purchaseId}`, sale, left, at)];
  });
}
