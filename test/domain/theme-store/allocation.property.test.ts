import * as fc from 'fast-check';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { dayAt } from '../../../functions/domain/calendar.ts';
import { type AllocationState, allocateShares } from '../../../functions/domain/theme-store/allocation.ts';
import {
  afterHoldPeriod,
  type EarningLine,
  earnedIn,
  type Ledger,
  type UnallocatedEntry,
  yearOf,
} from '../../../functions/domain/theme-store/earnings.ts';
import {
  afterPayout,
  LEAST_PAYOUT,
  nextPayoutAt,
  planPayout,
} from '../../../functions/domain/theme-store/payouts.ts';
import type { ShareTerms } from '../../../functions/domain/theme-store/shares.ts';
import { DAY, type Instant, parseInstant, plus } from '../../../functions/domain/time.ts';
import { runs } from '../../support/scope.ts';
import { CREATOR, histories, nothingShared, refundsOfTheRest, termsTables } from '../../support/sharing.ts';

const RUNS = { numRuns: runs(1_000) };
const LATER = parseInstant('2027-03-01T00:00:00Z');

const run = (entries: readonly UnallocatedEntry[], terms: readonly ShareTerms[], before = nothingShared) => {
  const { after, out } = allocateShares(before, entries, LATER, terms);
  return { after, lines: out.map(({ line }) => line) };
};

/** All sums, without what zeros are noted. */
function sumsOf({ ledger, themes, sales }: AllocationState) {
  const { years, available, maturing, paying, paid } = afterHoldPeriod(ledger, LATER);
  return { years, available, maturing, paying, paid, themes: [...themes].sort(), sales: [...sales].sort() };
}

const total = (lines: readonly EarningLine[], figure: 'net' | 'share' | 'platform'): number =>
  lines.reduce((sum, line) => sum + line[figure], 0);

describe('sharing out', () => {
  it('splits each line, and so all of them, into shares that are the net price', () => {
    fc.assert(
      fc.property(histories, termsTables, (entries, terms) => {
        const { lines } = run(entries, terms);
        expect(lines).toHaveLength(entries.length);
        for (const line of lines) expect(line.share + line.platform).toBe(line.net);
        const net = entries.reduce((sum, { kind, amount }) => sum + (kind === 'sale' ? amount : -amount), 0);
        expect(total(lines, 'share') + total(lines, 'platform')).toBe(net);
      }),
      RUNS,
    );
  });

  it('never exceeds a cap, of a theme or a year, at any time', () => {
    fc.assert(
      fc.property(histories, termsTables, (entries, terms) => {
        const themeCap = Math.max(...terms.map((each) => each.themeCap));
        const yearCap = Math.max(...terms.map((each) => each.yearCap));
        const { lines } = run(entries, terms);
        const soldIn = new Map(
          lines.flatMap((line) => (line.kind === 'sale' ? [[line.purchaseId, yearOf(dayAt(line.at))]] : [])),
        );
        const sums = new Map<string, number>();
        for (const line of lines)
          for (const [name, cap] of [
            [line.themeId, themeCap],
            [soldIn.get(line.purchaseId) ?? '', yearCap],
          ] as const) {
            sums.set(name, (sums.get(name) ?? 0) + line.share);
            expect(sums.get(name)).toBeLessThanOrEqual(cap);
            expect(sums.get(name)).toBeGreaterThanOrEqual(0);
          }
      }),
      RUNS,
    );
  });

  it('comes to the same in whatever order the entries of the days have arrived', () => {
    const shuffled = histories.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, termsTables, ([entries, others], terms) => {
        expect(sumsOf(run(others, terms).after)).toEqual(sumsOf(run(entries, terms).after));
      }),
      RUNS,
    );
  });

  it('comes to the same lines and sums when it is done in parts, day by day or entry by entry', () => {
    fc.assert(
      fc.property(histories, termsTables, fc.integer({ min: 1, max: 4 }), (entries, terms, size) => {
        const whole = allocateShares(nothingShared, entries, LATER, terms);
        const inOrder = whole.out.map(({ entry }) => entry);
        let shared = nothingShared;
        const lines: EarningLine[] = [];
        for (let from = 0; from < inOrder.length; from += size) {
          const { after, out } = allocateShares(shared, inOrder.slice(from, from + size), LATER, terms);
          shared = after;
          lines.push(...out.map(({ line }) => line));
        }
        expect(sumsOf(shared)).toEqual(sumsOf(whole.after));
        expect(lines).toEqual(whole.out.map(({ line }) => line));
      }),
      RUNS,
    );
  });

  it('leaves a refund for another time whose sale has no line yet', () => {
    fc.assert(
      fc.property(histories, termsTables, (entries, terms) => {
        const refunds = entries.filter(({ kind }) => kind === 'refund');
        expect(run(refunds, terms)).toEqual({ after: nothingShared, lines: [] });
      }),
      RUNS,
    );
  });

  it('returns to zero when everything is refunded', () => {
    fc.assert(
      fc.property(histories, termsTables, (entries, terms) => {
        const { after } = run([...entries, ...refundsOfTheRest(entries, plus(LATER, -DAY))], terms);
        expect(earnedIn(after.ledger)).toBe(0);
        for (const year of Object.values(after.ledger.years)) expect(year).toEqual({ netSales: 0, share: 0 });
        for (const share of after.themes.values()) expect(share).toBe(0);
      }),
      RUNS,
    );
  });

  it('has each sale by the terms of its day', () => {
    fc.assert(
      fc.property(histories, termsTables, (entries, terms) => {
        for (const line of run(entries, terms).lines)
          if (line.kind === 'sale') expect(line.terms).toBe(dayAt(line.at) < '2026-12-30' ? 1 : 2);
      }),
      RUNS,
    );
  });
});

describe('the balance', () => {
  const payTo = {
    account: CREATOR as AccountId,
    provider: 'sandbox',
    destination: 'sandbox_ok',
    updatedAt: 0 as Instant,
  } as const;

  /** Days go by: each day's entries are shared out, and each month something is paid, or refused. */
  function live(
    entries: readonly UnallocatedEntry[],
    terms: readonly ShareTerms[],
    outcomes: readonly boolean[],
  ) {
    let shared = nothingShared;
    const lines: EarningLine[] = [];
    let payoutAt = nextPayoutAt(parseInstant('2026-12-25T00:00:00Z'));
    const seen: { before: Ledger; planned: Ledger; amount: number; ended: Ledger; earned: number }[] = [];
    for (let now = parseInstant('2026-12-26T01:00:00Z'); now < LATER; now = plus(now, DAY)) {
      const day = dayAt(plus(now, -DAY));
      const { after, out } = allocateShares(
        shared,
        entries.filter(({ at }) => dayAt(at) === day),
        now,
        terms,
      );
      shared = after;
      lines.push(...out.map(({ line }) => line));
      const before = afterHoldPeriod(shared.ledger, now);
      const earned = total(lines, 'share');
      if (now < payoutAt) {
        seen.push({ before, planned: before, amount: 0, ended: before, earned });
        continue;
      }
      payoutAt = nextPayoutAt(now);
      const { ledger: planned, payout } = planPayout(shared.ledger, payTo, now);
      const state = outcomes[seen.length % outcomes.length] ? 'paid' : 'failed';
      const ended = payout ? afterPayout(planned, { ...payout, state }, now) : planned;
      shared = { ...shared, ledger: ended };
      seen.push({ before, planned, amount: payout?.amount ?? 0, ended, earned });
    }
    return seen;
  }

  const outcomes = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });

  it('is the sum of the shares of all lines, at any time', () => {
    fc.assert(
      fc.property(histories, termsTables, outcomes, (entries, terms, oks) => {
        for (const { before, planned, ended, earned } of live(entries, terms, oks))
          expect([before, planned, ended].map(earnedIn)).toEqual([earned, earned, earned]);
      }),
      RUNS,
    );
  });

  it('never pays more than is available, nor less than is worth while', () => {
    fc.assert(
      fc.property(histories, termsTables, outcomes, (entries, terms, oks) => {
        for (const { before, planned, amount } of live(entries, terms, oks)) {
          if (amount === 0) continue;
          expect(amount).toBe(before.available);
          expect(amount).toBeGreaterThanOrEqual(LEAST_PAYOUT);
          expect(planned.available).toBe(0);
        }
      }),
      RUNS,
    );
  });
});
