import type { Day } from '../time.ts';
import { type Charge, refundable } from './charges.ts';

/** Money of one period: what a charge asks for its use, or what a refund returns of that. Minor units. */
export interface PeriodPart {
  readonly period: Day;
  readonly amount: number;
}

/** A charge with the refunds that were begun for it. */
export interface RefundedCharge {
  readonly charge: Charge;
  readonly refunds: readonly Charge[];
}

/** What was billed for a period at once: by its own close, by a later one or after a dispute. Minor units. */
export interface PeriodBill {
  readonly chargeId: string;
  /** Undefined when that close came to nothing, because credits covered it all. */
  readonly charge: Charge | undefined;
  readonly billed: number;
  /** What other charges or refunds have credited of it. */
  readonly credited: number;
  /** What refunds and waivers have returned of it: that money is gone, whatever the use was. */
  readonly forgiven: number;
  /** What lost disputes have taken of it: that money is owed again, by a bill of its own. */
  readonly reversed: number;
}

/** What corrections credit of one bill, in minor units. */
export interface BillCredit {
  readonly bill: PeriodBill;
  readonly amount: number;
}

/** All that decides what is still to be billed or credited for a closed period. Minor units. */
export interface PeriodMoney {
  /** What it costs with all corrections: never more than was confirmed for it. */
  readonly cost: number;
  /** Oldest first. */
  readonly bills: readonly PeriodBill[];
}

/** What waits to be billed for a period, or, below zero, to be credited. */
export function pendingOf(money: PeriodMoney): number {
  const credit = creditsOf(money).reduce((sum, { amount }) => sum + amount, 0);
  return credit > 0 ? 0 - credit : Math.max(0, money.cost - netOf(money));
}

/**
 * What is to be credited, bill by bill: of what a period was billed beyond its cost, the latest bill first, as far as it
 * was not refunded or waived. So no bill is ever credited, refunded and waived by more than it is.
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

/** Whether a bill's money was received: what nobody has paid is not credited, for it may still be waived. */
export function isReceived({ charge }: PeriodBill): boolean {
  return charge === undefined || (charge.status === 'succeeded' && !charge.disputed);
}

/** What a charge for overage asks for each period, its own first, then the corrected ones as its lines have them. */
export function partsOf({ subject, lines }: Charge): PeriodPart[] {
  if (subject.kind !== 'overage') return [];
  const parts = new Map<Day, number>();
  for (const { period = subject.period, amount } of lines)
    if (amount.amount > 0) parts.set(period, (parts.get(period) ?? 0) + amount.amount);
  return [...parts].map(([period, amount]) => ({ period, amount }));
}

type Returned = Pick<PeriodBill, 'credited' | 'forgiven' | 'reversed'>;

/** What was returned of a charge's part of a period, by refunds that have not failed and by a waiver. */
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

/** Whether a refund is what a lost dispute took: of a charge for overage that is owed again from when it is booked. */
export const isReversal = (refund: Charge): boolean =>
  causeOf(refund) === 'dispute' && refund.status === 'succeeded';

/** What a refund returns of each period: its lines say so. One without periods is of the charge's own. */
function refundedParts({ subject }: Charge, { status, lines }: Charge): PeriodPart[] {
  if (status === 'failed' || subject.kind !== 'overage') return [];
  return lines.map(({ period = subject.period, amount }) => ({ period, amount: amount.amount }));
}

const amountIn = (parts: readonly PeriodPart[], period: Day): number =>
  parts.reduce((sum, part) => sum + (part.period === period ? part.amount : 0), 0);

/** What of a charge's part of a period no refund of this charge and no waiver has returned. */
export function partLeft(refunded: RefundedCharge, period: Day): number {
  const { credited, forgiven, reversed } = returnedOf(refunded, period);
  return amountIn(partsOf(refunded.charge), period) - credited - forgiven - reversed;
}

/** Takes an amount from parts, the first before the next. What exceeds them all is left out. */
export function spread(amount: number, parts: readonly PeriodPart[]): PeriodPart[] {
  let rest = amount;
  return parts.flatMap(({ period, amount: most }) => {
    const some = Math.min(rest, Math.max(0, most));
    rest -= some;
    return some > 0 ? [{ period, amount: some }] : [];
  });
}

/** Which payments return credits that no charge took up: each that of its bill, as far as it can be refunded. */
export function refundsOfCredits(
  credits: readonly BillCredit[],
): { readonly charge: Charge; readonly amount: number }[] {
  return credits.flatMap(({ bill: { charge }, amount }) => {
    const most = charge?.payment ? Math.min(amount, refundable(charge)) : 0;
    return charge && most > 0 ? [{ charge, amount: most }] : [];
  });
}
