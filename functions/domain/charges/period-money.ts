import type { Day } from '../time.ts';
import { type Charge, refundable } from './charges.ts';

/** Money of one period: what a charge bills for its usage, or what a refund returns of that. Minor units. */
export interface PeriodPart {
  readonly period: Day;
  readonly amount: number;
}

/** A charge with its refunds, including those in progress. */
export interface RefundedCharge {
  readonly charge: Charge;
  readonly refunds: readonly Charge[];
}

/** A bill for a period: by its own close, by a later one or after a dispute. Minor units. */
export interface PeriodBill {
  readonly chargeId: string;
  /** Undefined if the close made no charge, because credits covered it. */
  readonly charge: Charge | undefined;
  readonly billed: number;
  /** The amount that other charges or refunds have credited. */
  readonly credited: number;
  /** The amount that refunds and waivers have returned. It is not owed again, whatever the usage was. */
  readonly forgiven: number;
  /** The amount that lost disputes have reversed. It is owed again, by a bill of its own. */
  readonly reversed: number;
}

/** The credit that corrections cause on one bill, in minor units. */
export interface BillCredit {
  readonly bill: PeriodBill;
  readonly amount: number;
}

/** Everything that determines what remains to be billed or credited for a closed period. Minor units. */
export interface PeriodMoney {
  /** Its cost including corrections, at most the confirmed cap. */
  readonly cost: number;
  /** Oldest first. */
  readonly bills: readonly PeriodBill[];
}

/** Returns the pending amount of a period: positive to bill, negative to credit. */
export function pendingOf(money: PeriodMoney): number {
  const credit = creditsOf(money).reduce((sum, { amount }) => sum + amount, 0);
  return credit > 0 ? 0 - credit : Math.max(0, money.cost - netOf(money));
}

/**
 * Returns the pending credits by bill. Credits what was billed above the cost, latest bill first, as far as it was not
 * refunded or waived. The credits, refunds and waivers of a bill therefore never exceed it.
 */
export function creditsOf(money: PeriodMoney): BillCredit[] {
  let rest = Math.max(0, netOf(money) - money.cost);
  return money.bills.toReversed().flatMap((bill) => {
    const step = Math.min(rest, Math.max(0, heldBy(bill)));
    rest -= step;
    const amount = Math.min(step, Math.max(0, heldBy(bill) - bill.forgiven));
    return amount > 0 ? [{ bill, amount }] : [];
  });
}

const netOf = ({ bills }: PeriodMoney): number => bills.reduce((sum, bill) => sum + heldBy(bill), 0);

const heldBy = ({ billed, credited, reversed }: PeriodBill): number => billed - credited - reversed;

/** Whether a bill was paid. Unpaid bills are not credited, because they may still be waived. */
export function isReceived({ charge }: PeriodBill): boolean {
  return charge === undefined || (charge.status === 'succeeded' && !charge.disputed);
}

/**
 * Returns the amounts of an overage charge by period: its own first, then the corrected ones in the order of its lines.
 */
export function partsOf({ subject, lines }: Charge): PeriodPart[] {
  if (subject.kind !== 'overage') return [];
  const parts = new Map<Day, number>();
  for (const { period = subject.period, amount } of lines)
    if (amount.amount > 0) parts.set(period, (parts.get(period) ?? 0) + amount.amount);
  return [...parts].map(([period, amount]) => ({ period, amount }));
}

type Returned = Pick<PeriodBill, 'credited' | 'forgiven' | 'reversed'>;

/** Returns what refunds that have not failed, and a waiver, have returned of a charge's amount for a period. */
export function returnedOf({ charge, refunds }: RefundedCharge, period: Day): Returned {
  const waived = charge.status === 'waived' ? spread(charge.amount.amount, partsOf(charge)) : [];
  const sum = { credited: 0, forgiven: amountIn(waived, period), reversed: 0 };
  for (const refund of refunds) sum[kindOf(refund)] += amountIn(refundedParts(charge, refund), period);
  return sum;
}

function kindOf(refund: Charge): keyof Returned {
  if (causeOf(refund) === 'correction') return 'credited';
  return isReversal(refund) ? 'reversed' : 'forgiven';
}

const causeOf = ({ subject }: Charge) => (subject.kind === 'refund' ? subject.cause : undefined);

/** Whether a refund is the reversal by a lost dispute. The overage is owed again from that time. */
export const isReversal = (refund: Charge): boolean =>
  causeOf(refund) === 'dispute' && refund.status === 'succeeded';

/**
 * Returns the amounts of a refund by period, from its lines. Without periods they belong to the charge's own period.
 */
function refundedParts({ subject }: Charge, { status, lines }: Charge): PeriodPart[] {
  if (status === 'failed' || subject.kind !== 'overage') return [];
  return lines.map(({ period = subject.period, amount }) => ({ period, amount: amount.amount }));
}

const amountIn = (parts: readonly PeriodPart[], period: Day): number =>
  parts.reduce((sum, part) => sum + (part.period === period ? part.amount : 0), 0);

/** Returns the part of a charge's amount for a period that no refund of this charge and no waiver has returned. */
export function partLeft(refunded: RefundedCharge, period: Day): number {
  const { credited, forgiven, reversed } = returnedOf(refunded, period);
  return amountIn(partsOf(refunded.charge), period) - credited - forgiven - reversed;
}

/** Takes an amount from parts in order. Drops what exceeds them all. */
export function spread(amount: number, parts: readonly PeriodPart[]): PeriodPart[] {
  let rest = amount;
  return parts.flatMap(({ period, amount: most }) => {
    const some = Math.min(rest, Math.max(0, most));
    rest -= some;
    return some > 0 ? [{ period, amount: some }] : [];
  });
}

/**
 * Returns the payments to refund for credits that no charge could apply: for each the payment of its bill, as far as it
 * is refundable.
 */
export function refundsOfCredits(
  credits: readonly BillCredit[],
): { readonly charge: Charge; readonly amount: number }[] {
  return credits.flatMap(({ bill: { charge }, amount }) => {
    const most = charge?.payment ? Math.min(amount, refundable(charge)) : 0;
    return charge && most > 0 ? [{ charge, amount: most }] : [];
  });
}
