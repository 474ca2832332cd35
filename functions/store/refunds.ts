import type { AccountId } from '../domain/accounts.ts';
import { type Charge, type ChargeLine, newCharge, type RefundCause, refundable } from '../domain/charges.ts';
import { Fault } from '../domain/faults.ts';
import type { Money } from '../domain/money.ts';
import { type PeriodPart, spread } from '../domain/period-money.ts';
import type { Instant } from '../domain/time.ts';
import { untilDecided } from './attempt.ts';
import { addCharge, chargeNamed, loadCharge, saveCharge } from './charges.ts';
import { adjustmentsOf, followReturn, refundableParts } from './returning.ts';
import { Transaction } from './transaction.ts';

/** A refund that somebody asked for. */
export interface RefundOrder {
  readonly refundId: string;
  readonly account: AccountId;
  readonly chargeId: string;
  /** Minor units; null for all that is left. */
  readonly amount: number | null;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  readonly operation: string;
  /** What makes it, if nobody asked for it. */
  readonly cause?: RefundCause;
  /** The money has gone back already: what of it was credited before is no limit. */
  readonly isBooking?: boolean;
}

/** Minor units that an order may return. `parts`: what of each period can be refunded; null without periods. */
export function refundableBy(
  original: Charge,
  { isBooking = false }: Pick<RefundOrder, 'isBooking'>,
  parts: readonly PeriodPart[] | null,
): number {
  const left = refundable(original);
  return parts && !isBooking ? Math.min(left, sumOfParts(parts)) : left;
}

/**
 * The refund that an order comes to, not applied: of a charge for overage, line by line of the periods that it returns
 * money of. Throws `refund-too-large` or `conflict`.
 */
export function planRefund(
  original: Charge,
  order: RefundOrder,
  parts: readonly PeriodPart[] | null,
): Charge {
  const { chargeId, account, type, payment } = original;
  const left = refundableBy(original, order, parts);
  const amount = order.amount ?? left;
  if (type === 'refund' || original.status !== 'succeeded' || !payment)
    throw new Fault('conflict', `${chargeId} is ${original.status}; only a paid charge can be given back.`);
  if (amount > left || amount === 0)
    throw new Fault(
      'refund-too-large',
      `${amount} was asked for; ${left} of ${original.amount.amount} is left to refund.`,
      { errors: [{ path: '/amount', detail: `At most ${left}.` }] },
    );
  const money = { ...original.amount, amount };
  return {
    ...newCharge,
    chargeId: order.refundId,
    account,
    type: 'refund',
    subject: { kind: 'refund', chargeId, type, ...(order.cause && { cause: order.cause }) },
    amount: money,
    lines: linesOf(original, money, parts),
    reason: order.reason,
    createdAt: order.at,
    payment: {
      provider: payment.provider,
      method: 'refund',
      attempt: 1,
      reference: null,
      startedAt: order.at,
      operation: order.operation,
      open: true,
    },
  };
}

/** What exceeds all parts is of the charge's own period. */
function linesOf(
  { reason, subject }: Charge,
  money: Money,
  parts: readonly PeriodPart[] | null,
): ChargeLine[] {
  const line = { kind: 'refund' as const, description: `Refund of ${reason}`, quantity: 1 };
  if (!parts || subject.kind !== 'overage') return [{ ...line, amount: money }];
  const spent = spread(money.amount, parts);
  const rest = money.amount - sumOfParts(spent);
  const all = rest > 0 ? [...spent, { period: subject.period, amount: rest }] : spent;
  return all.map(({ period, amount }) => ({ ...line, period, amount: { ...money, amount } }));
}

const sumOfParts = (parts: readonly PeriodPart[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * Begins a refund: the money is spoken for, so that no two refunds give back more than was paid. One transaction;
 * begun again under the same id, it is found.
 */
export async function beginRefund(order: RefundOrder): Promise<Charge> {
  return untilDecided(async () => {
    // The original first: what a twin of this order has written since, it has written together with the refund.
    const original = await chargeNamed(order.account, order.chargeId);
    const known = await loadCharge(order.account, order.refundId);
    if (known) return known.value;
    const adjustments = await adjustmentsOf(original.value);
    const refund = planRefund(original.value, order, await refundableParts(original.value, adjustments));
    const value: Charge = {
      ...original.value,
      refunding: original.value.refunding + refund.amount.amount,
      refunds: [...original.value.refunds, refund.chargeId],
    };
    const transaction = new Transaction();
    addCharge(transaction, refund, order.by);
    saveCharge(transaction, { ...original, value });
    await followReturn(transaction, { charge: value, refund }, adjustments, order.at);
    return (await transaction.commit()) ? refund : undefined;
  });
}
