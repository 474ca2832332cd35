import type { AccountId } from '../domain/accounts.ts';
import { type Charge, newCharge, refundable } from '../domain/charges.ts';
import { Fault } from '../domain/faults.ts';
import type { Instant } from '../domain/time.ts';
import { untilDecided } from './attempt.ts';
import { addCharge, chargeNamed, loadCharge, saveCharge } from './charges.ts';
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
}

/** The refund that an order comes to, not applied. Throws `refund-too-large` or `conflict`. */
export function planRefund(original: Charge, order: RefundOrder): Charge {
  const { chargeId, account, type, payment } = original;
  const left = refundable(original);
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
    subject: { kind: 'refund', chargeId, type },
    amount: money,
    lines: [{ kind: 'refund', description: `Refund of ${original.reason}`, quantity: 1, amount: money }],
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
    const refund = planRefund(original.value, order);
    const transaction = new Transaction();
    addCharge(transaction, refund, order.by);
    saveCharge(transaction, {
      ...original,
      value: {
        ...original.value,
        refunding: original.value.refunding + refund.amount.amount,
        refunds: [...original.value.refunds, refund.chargeId],
      },
    });
    return (await transaction.commit()) ? refund : undefined;
  });
}
