import {
  type Adjustment,
  billAdjustments,
  moneyOf,
  receivedCredits,
  type WaitingAdjustment,
} from '../../domain/charges/adjustments.ts';
import type { Charge, ChargeLine } from '../../domain/charges/charges.ts';
import { overageChargeId } from '../../domain/charges/overage-charges.ts';
import { refundsOfCredits } from '../../domain/charges/period-money.ts';
import { planRefund } from '../../domain/charges/refunds.ts';
import { idOf } from '../../domain/ids.ts';
import { sumOf } from '../../domain/money.ts';
import { periodOfDay } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { type BalanceRef, requireBalance } from '../balances/balances.ts';
import { saveAdjustments } from '../charges/adjustments.ts';
import { addCharge, saveCharge } from '../charges/charges.ts';
import { chargesOfPeriod } from '../charges/period-charges.ts';
import type { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';

/** Maximum adjustments per close. Each may be a refund of several items, and a transaction is limited to 100. */
const MAX_APPLIED = 12;

/** What a close applies: all lines of its charge, and the refunds that it starts. */
export interface AppliedAdjustments {
  readonly lines: readonly ChargeLine[];
  readonly refunds: readonly Charge[];
}

/**
 * Applies pending adjustments in the transaction that closes a period, beside the period's own lines. Credits that no
 * charge can apply are refunded to their payments: this transaction starts the refunds, and the schedule executes them.
 * Credits of unpaid bills stay pending. Promise: each adjustment is unchanged since it was read, so it is applied once.
 */
export async function applyAdjustments(
  transaction: Transaction,
  ref: BalanceRef,
  own: readonly ChargeLine[],
  pending: readonly Versioned<Adjustment>[],
  now: Instant,
): Promise<AppliedAdjustments> {
  const { account, meter, period } = ref;
  const begun = new CreditRefunds(ref, now);
  const waiting: WaitingAdjustment[] = [];
  for (const { value } of pending.slice(0, MAX_APPLIED)) waiting.push(await begun.load(value));
  const sum = sumOf(own.map(({ amount }) => amount)).amount;
  const { lines, after } = billAdjustments(meter, overageChargeId(account, meter, period), sum, waiting);
  const saved = after.flatMap((each) => {
    const value = begun.refund(each);
    const known = pending.find((stored) => stored.value.period === value.period);
    return known && value.pending !== known.value.pending ? [{ value, version: known.version }] : [];
  });
  saveAdjustments(transaction, account, saved, now);
  const refunds = begun.save(transaction);
  if (lines.length > 0 || refunds.length > 0)
    addAudit(transaction, {
      id: `${meter.name}.${period.day}.adjusted`,
      at: now,
      by: 'schedule',
      action: 'overage.adjusted',
      account,
      target: `${meter.name} ${period.day}`,
      reason: null,
      detail: {
        lines: lines.map(({ description, amount }) => ({ description, amount })),
        refunds: refunds.map(({ chargeId, amount }) => ({ chargeId, amount })),
      },
    });
  return { lines: [...own, ...lines], refunds };
}

/** The refunds that a close starts, and their charges. */
class CreditRefunds {
  readonly #ref: BalanceRef;
  readonly #now: Instant;
  readonly #originals = new Map<string, Versioned<Charge>>();
  readonly #refunds: Charge[] = [];

  constructor(ref: BalanceRef, now: Instant) {
    this.#ref = ref;
    this.#now = now;
  }

  /**
   * Loads the part of an adjustment that can be applied now. One read of its period's balance and of each charge that
   * bills it.
   */
  async load(adjustment: Adjustment): Promise<WaitingAdjustment> {
    if (adjustment.pending > 0) return { adjustment, credits: [] };
    const { account, meter } = this.#ref;
    const period = periodOfDay(adjustment.period);
    const balance = await requireBalance({ account, meter, period });
    const charges = await chargesOfPeriod(account, adjustment);
    for (const { stored } of charges)
      if (!this.#originals.has(stored.value.chargeId)) this.#originals.set(stored.value.chargeId, stored);
    const refunded = charges.map(({ stored, refunds }) => ({ charge: stored.value, refunds }));
    return { adjustment, credits: receivedCredits(moneyOf(adjustment, balance, refunded)) };
  }

  /** Refunds the remaining credits of an adjustment to their payments, and returns the adjustment after that. */
  refund({ adjustment, credits }: WaitingAdjustment): Adjustment {
    let { pending } = adjustment;
    const current = credits.map(({ bill, amount }) => {
      const charge = this.#originals.get(bill.chargeId)?.value;
      return { bill: { ...bill, charge }, amount };
    });
    for (const { charge, amount } of refundsOfCredits(current)) {
      this.#begin(adjustment, charge, amount);
      pending += amount;
    }
    return { ...adjustment, pending };
  }

  #begin({ period }: Adjustment, original: Charge, amount: number): void {
    const { account, meter, period: closing } = this.#ref;
    const { chargeId, refunding, refunds } = original;
    // The id contains how often the charge was refunded before, because a failed refund is followed by another.
    const refundId = idOf('chg', this.#now, 'credit', chargeId, period, String(refunds.length));
    const order = {
      refundId,
      account,
      chargeId,
      amount,
      reason: `${meter.title} overage correction, ${period.slice(0, 7)}`,
      by: 'schedule',
      at: this.#now,
      operation: `${meter.name}.${closing.day}`,
      cause: 'correction' as const,
    };
    this.#refunds.push(planRefund(original, order, [{ period, amount }]));
    const value = { ...original, refunding: refunding + amount, refunds: [...refunds, refundId] };
    this.#originals.set(chargeId, { value, version: this.#originals.get(chargeId)?.version ?? 0 });
  }

  /** Writes the refunds together with their charges. */
  save(transaction: Transaction): readonly Charge[] {
    const refunded = new Set(
      this.#refunds.map(({ subject }) => (subject.kind === 'refund' ? subject.chargeId : '')),
    );
    for (const stored of this.#originals.values())
      if (refunded.has(stored.value.chargeId)) saveCharge(transaction, stored);
    for (const refund of this.#refunds) addCharge(transaction, refund);
    return this.#refunds;
  }
}
