import * as fc from 'fast-check';
import {
  type Adjustment,
  adjustBy,
  billAdjustments,
  creditedOf,
  moneyOf,
  noAdjustment,
  receivedCredits,
} from '../../../functions/domain/charges/adjustments.ts';
import { type Charge, isDebt, newCharge, refundable } from '../../../functions/domain/charges/charges.ts';
import { chargeOf, linesOf } from '../../../functions/domain/charges/overage-charges.ts';
import {
  partLeft,
  partsOf,
  type RefundedCharge,
  refundsOfCredits,
  spread,
} from '../../../functions/domain/charges/period-money.ts';
import { type Balance, overLimit, untouched } from '../../../functions/domain/metering/balances.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import { capOf, type Overage } from '../../../functions/domain/overage/overage.ts';
import { periodOfDay } from '../../../functions/domain/periods.ts';
import type { Day, Instant } from '../../../functions/domain/time.ts';
import { runs } from '../../support/scope.ts';

const GB = 1_000_000_000;
const bandwidth = requireMeter('bandwidth');
const account = 'user_example' as Charge['account'];
const NOW = Date.UTC(2027, 11, 1) as Instant;
const MONTHS = ['2027-01-01', '2027-02-01', '2027-03-01', '2027-04-01', '2027-05-01'] as Day[];

const payment = {
  provider: 'sandbox',
  method: 'sandbox_ok',
  attempt: 1,
  reference: 'pay_1',
  startedAt: NOW,
  operation: 'any',
  open: false,
} as const;

/** What can happen; `pick` chooses among the charges or refunds that it can happen to. */
type Deed =
  | { readonly kind: 'close'; readonly beyond: number }
  | { readonly kind: 'correct'; readonly pick: number; readonly beyond: number }
  | { readonly kind: 'refund'; readonly pick: number; readonly part: number | null }
  | { readonly kind: 'fail' | 'pay' | 'waive' | 'dispute'; readonly pick: number };

const beyond = fc.integer({ min: 0, max: 13 });
const pick = fc.nat(9);
const deeds = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('close' as const), beyond }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('correct' as const), pick, beyond }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('refund' as const),
        pick,
        part: fc.option(fc.integer({ min: 1, max: 500 })),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('fail' as const, 'pay' as const, 'waive' as const),
        pick,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('dispute' as const), pick }) },
  ),
  { maxLength: 24 },
);

/** A month that has closed, with 10 GB confirmed beyond its limit. */
function closedWith(period: Day, beyondLimitBy: number): Balance {
  const overage: Overage = {
    period,
    tranches: [{ quoteId: 'quo_1', amount: 10 * GB, unitPrice: { price: cny(80), per: GB } }],
    peak: 0,
  };
  const used = (5 + beyondLimitBy) * GB;
  return { ...untouched(bandwidth), used, left: 15 * GB - used, overage, closed: true };
}

/** An account's months and money, moved by the rules alone. */
class Books {
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Charge>();
  readonly months = new Map<Day, { readonly balance: Balance; adjustment: Adjustment }>();
  #made = 0;

  refunded(charge: Charge): RefundedCharge {
    return { charge, refunds: charge.refunds.flatMap((id) => this.refunds.get(id) ?? []) };
  }

  chargesOf({ ownChargeId, billed }: Adjustment): RefundedCharge[] {
    const debits = billed.filter(({ amount }) => amount > 0).map(({ chargeId }) => chargeId);
    return [...new Set([ownChargeId, ...debits])].flatMap((id) => {
      const charge = this.charges.get(id);
      return charge ? [this.refunded(charge)] : [];
    });
  }

  money(period: Day) {
    const month = this.months.get(period);
    if (!month) throw new Error(`${period} is not closed.`);
    return moneyOf(month.adjustment, month.balance, this.chargesOf(month.adjustment));
  }

  /** As every write does that changes what was returned of a charge. */
  #follow(charge: Charge): void {
    for (const { period } of partsOf(charge)) {
      const month = this.months.get(period);
      if (month)
        month.adjustment = adjustBy(month.adjustment, month.balance, this.chargesOf(month.adjustment));
    }
  }

  #put(charge: Charge): void {
    this.charges.set(charge.chargeId, charge);
    this.#follow(charge);
  }

  close(beyondBy: number): void {
    const day = MONTHS[this.months.size];
    if (!day) return;
    const period = periodOfDay(day);
    const chargeId = `chg_${day}`;
    const balance = closedWith(day, beyondBy);
    const own = balance.overage ? linesOf(bandwidth, period, balance.overage, overLimit(balance)) : [];
    const waiting = [...this.months.values()]
      .filter(({ adjustment }) => adjustment.pending !== 0)
      .map(({ adjustment }) => ({ adjustment, credits: receivedCredits(this.money(adjustment.period)) }));
    const sum = own.reduce((total, { amount }) => total + amount.amount, 0);
    const { lines, after } = billAdjustments(bandwidth, chargeId, sum, waiting);
    const charge = chargeOf(account, bandwidth, period, [...own, ...lines], NOW);
    this.months.set(day, { balance, adjustment: noAdjustment('bandwidth', day, chargeId) });
    if (charge) this.charges.set(chargeId, { ...charge, chargeId });
    for (const { adjustment, credits } of after) {
      const month = this.months.get(adjustment.period);
      if (!month) continue;
      month.adjustment = adjustment;
      for (const {
        charge: { chargeId: id },
      } of refundsOfCredits(credits)) {
        const original = this.charges.get(id);
        const again = original && refundsOfCredits(credits).find(({ charge: each }) => each.chargeId === id);
        if (!original || !again) continue;
        const amount = Math.min(again.amount, refundable(original));
        this.#refund(original, [{ period: adjustment.period, amount }], 'correction');
      }
      // What was billed and begun is what no longer waits, by arithmetic and by the rule.
      expect(month.adjustment.pending).toBe(
        adjustment.pending + refundsOfCredits(credits).reduce((total, { amount }) => total + amount, 0),
      );
    }
  }

  #refund(
    original: Charge,
    parts: readonly { readonly period: Day; readonly amount: number }[],
    cause?: 'correction' | 'dispute',
  ): Charge {
    this.#made += 1;
    const amount = parts.reduce((sum, part) => sum + part.amount, 0);
    const refund: Charge = {
      ...newCharge,
      chargeId: `ref_${this.#made}`,
      account,
      type: 'refund',
      subject: { kind: 'refund', chargeId: original.chargeId, type: 'overage', ...(cause && { cause }) },
      amount: cny(amount),
      lines: parts.map((part) => ({
        kind: 'refund',
        period: part.period,
        description: 'Any',
        quantity: 1,
        amount: cny(part.amount),
      })),
      reason: 'Any',
      createdAt: NOW,
      status: 'succeeded',
    };
    this.refunds.set(refund.chargeId, refund);
    const refunding = original.refunding + amount;
    this.#put({ ...original, refunding, refunds: [...original.refunds, refund.chargeId] });
    return refund;
  }

  refundableParts(charge: Charge) {
    return partsOf(charge).map(({ period }) => {
      const billed = this.months.get(period)?.adjustment.billed ?? [];
      return {
        period,
        amount: partLeft(this.refunded(charge), period) - creditedOf(billed, charge.chargeId),
      };
    });
  }

  refund(charge: Charge, part: number | null): void {
    const parts = this.refundableParts(charge);
    const most = Math.min(
      refundable(charge),
      parts.reduce((sum, { amount }) => sum + amount, 0),
    );
    const amount = Math.min(part ?? most, most);
    if (amount > 0) this.#refund(charge, spread(amount, parts));
  }

  /** A lost dispute takes all that is left of a charge, which is owed again. */
  dispute(charge: Charge): void {
    const amount = refundable(charge);
    const parts = spread(amount, this.refundableParts(charge));
    if (parts.reduce((sum, part) => sum + part.amount, 0) < amount || amount === 0) return;
    this.#refund(charge, parts, 'dispute');
    const again = `chg_again_${this.#made}`;
    const lines = parts.map((part) => ({
      period: part.period,
      description: 'Any',
      quantity: 1,
      amount: cny(part.amount),
    }));
    this.charges.set(again, { ...charge, chargeId: again, amount: cny(amount), lines, ...newCharge });
    for (const part of parts) {
      const month = this.months.get(part.period);
      if (!month) continue;
      month.adjustment = {
        ...month.adjustment,
        billed: [...month.adjustment.billed, { chargeId: again, amount: part.amount }],
      };
      month.adjustment = adjustBy(month.adjustment, month.balance, this.chargesOf(month.adjustment));
    }
  }

  do(deed: Deed): void {
    const charges = [...this.charges.values()];
    const one = <T>(list: readonly T[]): T | undefined =>
      'pick' in deed ? list[deed.pick % Math.max(1, list.length)] : undefined;
    const paid = one(charges.filter(({ status }) => status === 'succeeded'));
    const owed = one(charges.filter(isDebt));
    const refund = one(
      [...this.refunds.values()].filter(
        ({ status, subject }) =>
          status === 'succeeded' && !('cause' in subject && subject.cause === 'dispute'),
      ),
    );
    if (deed.kind === 'close') this.close(deed.beyond);
    if (deed.kind === 'correct') {
      const month = one([...this.months.values()]);
      if (!month) return;
      const by = (5 + deed.beyond) * GB - (month.balance.used + month.adjustment.difference);
      month.adjustment = adjustBy(month.adjustment, month.balance, this.chargesOf(month.adjustment), by);
    }
    if (deed.kind === 'refund' && paid) this.refund(paid, deed.part);
    if (deed.kind === 'dispute' && paid) this.dispute(paid);
    if (deed.kind === 'pay' && owed) this.#put({ ...owed, status: 'succeeded', payment });
    if (deed.kind === 'waive' && owed) this.#put({ ...owed, status: 'waived' });
    if (deed.kind === 'fail' && refund?.subject.kind === 'refund') {
      this.refunds.set(refund.chargeId, { ...refund, status: 'failed' });
      const original = this.charges.get(refund.subject.chargeId);
      if (original) this.#put({ ...original, refunding: original.refunding - refund.amount.amount });
    }
  }

  /** The laws, whatever has happened. */
  check(): void {
    for (const charge of this.charges.values()) {
      const { refunds } = this.refunded(charge);
      const returned = refunds.reduce(
        (sum, { status, amount }) => sum + (status === 'failed' ? 0 : amount.amount),
        0,
      );
      expect(returned).toBe(charge.refunding);
      expect(returned).toBeLessThanOrEqual(charge.status === 'waived' ? 0 : charge.amount.amount);
    }
    for (const [period, { balance, adjustment }] of this.months) {
      const money = this.money(period);
      for (const { billed, credited, forgiven, reversed, charge } of money.bills) {
        expect({ period, sum: credited + forgiven + reversed <= billed }).toEqual({ period, sum: true });
        // Nothing is credited of money that never came.
        if (charge && charge.status !== 'succeeded') expect(credited).toBe(0);
      }
      const held = money.bills.reduce(
        (sum, { billed, credited, reversed }) => sum + billed - credited - reversed,
        0,
      );
      const cap = balance.overage ? capOf(balance.overage).amount : 0;
      expect(held + Math.max(0, adjustment.pending)).toBeLessThanOrEqual(cap);
      // What waits brings the month to its cost, unless refunds and waivers have returned that already.
      const forgiven = money.bills.reduce((sum, bill) => sum + bill.forgiven, 0);
      const after = held + adjustment.pending;
      expect(after).toBeGreaterThanOrEqual(money.cost);
      if (forgiven === 0) expect(after).toBe(money.cost);
      expect(adjustBy(adjustment, balance, this.chargesOf(adjustment))).toEqual(adjustment);
    }
  }
}

describe('credits, refunds and waivers', () => {
  it('never exceed what was billed, line by line, in any order', () => {
    fc.assert(
      fc.property(deeds, (history) => {
        const books = new Books();
        books.close(8);
        for (const deed of history) {
          books.do(deed);
          books.check();
        }
      }),
      { numRuns: runs(1_200) },
    );
  });
});
