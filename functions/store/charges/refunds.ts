import type { AccountId } from '../../domain/accounts.ts';
import {
  type Charge,
  type ChargeLine,
  newCharge,
  type ProviderName,
  type RefundCause,
  refundable,
} from '../../domain/charges/charges.ts';
import { type PeriodPart, spread } from '../../domain/charges/period-money.ts';
import { type RefundMethod, refundMethods } from '../../domain/charges/refunds.ts';
import { Fault } from '../../domain/errors.ts';
import type { Money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { addCharge, chargeNamed, loadCharge, replaceCharge, saveCharge } from './charges.ts';
import { adjustmentsOf, followReturn, refundableParts } from './returning.ts';

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
}

/** Minor units that can be refunded. `parts`: what of each period can be; null without periods. */
export function refundableBy(original: Charge, parts: readonly PeriodPart[] | null): number {
  const left = refundable(original);
  return parts ? Math.min(left, sumOfParts(parts)) : left;
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
  const { chargeId, type, payment } = original;
  const left = refundableBy(original, parts);
  const amount = order.amount ?? left;
  if (type === 'refund' || original.status !== 'succeeded' || !payment)
    throw new Fault('conflict', `${chargeId} is ${original.status}; only a paid charge can be given back.`);
  if (amount > left || amount === 0)
    throw new Fault(
      'refund-too-large',
      `${amount} was asked for; ${left} of ${original.amount.amount} is left to refund.`,
      { errors: [{ path: '/amount', detail: `At most ${left}.` }] },
    );
  return refundFor(original, order, amount, { provider: payment.provider, parts });
}

interface RefundSource {
  readonly provider: ProviderName;
  readonly method?: RefundMethod;
  /** The provider's id, of a refund that was not asked for by us. */
  readonly reference?: string;
  readonly parts: readonly PeriodPart[] | null;
}

function refundFor(
  original: Charge,
  order: RefundOrder,
  amount: number,
  { provider, method = refundMethods.own, reference, parts }: RefundSource,
): Charge {
  const { chargeId, account, type } = original;
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
      provider,
      method,
      attempt: 1,
      reference: reference ?? null,
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
  return retryOnConflict(async () => {
    // The original first: what a twin of this order has written since, it has written together with the refund.
    const original = await chargeNamed(order.account, order.chargeId);
    const known = await loadCharge(order.account, order.refundId);
    if (known) return known.value;
    const adjustments = await adjustmentsOf(original.value);
    const refund = planRefund(original.value, order, await refundableParts(original.value, adjustments));
    return (await addRefund(original, refund, adjustments, order)) ? refund : RETRY;
  });
}

// Promise: the amount is reserved in the version of the charge that it was computed from.
async function addRefund(
  original: Versioned<Charge>,
  refund: Charge,
  adjustments: Awaited<ReturnType<typeof adjustmentsOf>>,
  { by, at }: Pick<RefundOrder, 'by' | 'at'>,
): Promise<boolean> {
  const value: Charge = {
    ...original.value,
    refunding: original.value.refunding + refund.amount.amount,
    refunds: [...original.value.refunds, refund.chargeId],
  };
  const transaction = new Transaction();
  addCharge(transaction, refund, by);
  saveCharge(transaction, { ...original, value });
  await followReturn(transaction, { charge: value, refund }, adjustments, at);
  return transaction.commit();
}

/** What to do about a refund that a provider told of. */
export type Recording =
  | { readonly kind: 'nothing'; readonly refund: Charge | null }
  | {
      readonly kind: 'book';
      readonly amount: number;
      readonly method: RefundMethod;
      readonly reference: string;
    }
  | { readonly kind: 'replace'; readonly refund: Charge };

/**
 * Records a refund that was made at the provider. `decide` is asked anew with the charge and its refunds as they are
 * whenever another was faster, so that no two events record the same money. Answers the refund, if there is one. One
 * read a refund of the charge, and one transaction.
 */
export async function recordRefund(
  order: RefundOrder & { readonly provider: ProviderName },
  decide: (original: Charge, refunds: readonly Charge[]) => Recording,
): Promise<Charge | null> {
  const { refund } = await retryOnConflict(async () => {
    // The original first: whoever changes one of its refunds since writes it, too, and the booking is refused.
    const original = await chargeNamed(order.account, order.chargeId);
    const kept = await Promise.all(original.value.refunds.map((id) => loadCharge(order.account, id)));
    const refunds = kept.flatMap((each) => each ?? []);
    const recording = decide(
      original.value,
      refunds.map(({ value }) => value),
    );
    if (recording.kind === 'nothing') return { refund: recording.refund };
    if (recording.kind === 'replace') {
      const { refund } = recording;
      const version = refunds.find(({ value }) => value.chargeId === refund.chargeId)?.version ?? 0;
      return (await replaceCharge({ value: refund, version })) ? { refund } : RETRY;
    }
    const adjustments = await adjustmentsOf(original.value);
    const parts = await refundableParts(original.value, adjustments);
    // The money has left already: what of it was credited before is no limit.
    const { amount, method, reference } = recording;
    const refund = refundFor(original.value, order, amount, {
      provider: order.provider,
      method,
      reference,
      parts,
    });
    return (await addRefund(original, refund, adjustments, order)) ? { refund } : RETRY;
  });
  return refund;
}
