import type { AccountId } from '../accounts.ts';
import { ApiError } from '../errors.ts';
import type { Money } from '../money.ts';
import type { ProviderName } from '../providers.ts';
import type { Instant } from '../time.ts';
import { type Charge, type ChargeLine, type DisputeState, newCharge, refundable } from './charges.ts';
import type { RefundCause } from './kinds.ts';
import { firstPayment } from './payments.ts';
import { type PeriodPart, spread } from './period-money.ts';

/**
 * The origin of a refund, as the method of its payment: requested here, reported by the provider by its id, part of a total that
 * the provider reported, or taken by a lost dispute.
 */
export const refundMethods = {
  own: 'refund',
  named: 'provider',
  total: 'provider-total',
  dispute: 'dispute',
} as const;
export type RefundMethod = (typeof refundMethods)[keyof typeof refundMethods];

/** A requested refund. */
export interface RefundOrder {
  readonly refundId: string;
  readonly account: AccountId;
  readonly chargeId: string;
  /** Minor units; null for everything refundable. */
  readonly amount: number | null;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  readonly operation: string;
  /** Its cause, if nobody requested it. */
  readonly cause?: RefundCause;
}

/** Returns the minor units that can be refunded. `parts`: the refundable amount by period; null without periods. */
export function refundableBy(original: Charge, parts: readonly PeriodPart[] | null): number {
  const left = refundable(original);
  return parts ? Math.min(left, sumOfParts(parts)) : left;
}

/**
 * Plans the refund of an order without applying it. A refund of overage has lines by period. Throws `refund-too-large`
 * or `conflict`.
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
    throw new ApiError(
      'conflict',
      `${chargeId} has status ${original.status}. Only a paid charge can be refunded.`,
    );
  if (amount > left || amount === 0)
    throw new ApiError(
      'refund-too-large',
      `The refund of ${amount} exceeds the refundable ${left} of ${original.amount.amount}. Send at most ${left}.`,
      { errors: [{ path: '/amount', detail: `At most ${left}.` }] },
    );
  return refundFor(original, order, amount, { provider: payment.provider, parts });
}

interface RefundSource {
  readonly provider: ProviderName;
  readonly method?: RefundMethod;
  /** The provider's id, for a refund that the service did not request. */
  readonly reference?: string;
  readonly parts: readonly PeriodPart[] | null;
}

/** Builds the refund of an amount of a charge. */
export function refundFor(
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
    lines: refundLines(original, money, parts),
    reason: order.reason,
    createdAt: order.at,
    payment: {
      ...firstPayment({ provider, method }, { id: order.operation, begunAt: order.at }),
      reference: reference ?? null,
    },
  };
}

/** An amount above the sum of the parts belongs to the charge's own period. */
function refundLines(
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

/** The unrecorded part of what a provider reported. Minor units; `excess` is above what the payment has left. */
export interface Missing {
  readonly amount: number;
  readonly excess: number;
}

/**
 * Returns the part of a reported total that is not recorded yet. The total does not include disputes. It may include
 * refunds that failed, because it may be older than the failure: a refund made at the provider since then has an event
 * of its own.
 */
export function missingOfTotal(charge: Charge, refunds: readonly Charge[], total: number): Missing {
  const known = refunds
    .filter(({ status, payment }) => status !== 'failed' && payment?.method !== refundMethods.dispute)
    .reduce((sum, { amount }) => sum + amount.amount, charge.refundsFailed ?? 0);
  return limited(charge, total - known);
}

/** Limits an amount that left the payment to what the payment has. */
export function limited(charge: Charge, wanted: number): Missing {
  const amount = Math.max(0, Math.min(wanted, refundable(charge)));
  return { amount, excess: Math.max(0, wanted - amount) };
}

/** Where a refund that the provider reported by id is recorded. */
export type Place =
  | { readonly kind: 'known'; readonly refund: Charge }
  /** It is a part of a refund that is known as a total. */
  | { readonly kind: 'part'; readonly refund: Charge }
  /** It was part of a total, and is now reported by id. */
  | { readonly kind: 'claim'; readonly refund: Charge }
  | { readonly kind: 'new' };

/** Finds a refund by our id or the provider's, or else among the refunds known only as totals. */
export function placeOf(
  refunds: readonly Charge[],
  told: { readonly reference: string; readonly refundId?: string | null; readonly amount: number },
): Place {
  const known = refunds.find(
    ({ chargeId, payment }) => chargeId === told.refundId || payment?.reference === told.reference,
  );
  if (known) return { kind: 'known', refund: known };
  const holder = refunds.find(({ payment }) => payment?.parts?.[told.reference] !== undefined);
  if (holder) return { kind: 'part', refund: holder };
  const unnamed = refunds.find((refund) => unnamedIn(refund) >= told.amount);
  return unnamed ? { kind: 'claim', refund: unnamed } : { kind: 'new' };
}

/** Returns the part of a total that belongs to no refund reported by id. */
function unnamedIn({ status, amount, payment }: Charge): number {
  if (status === 'failed' || payment?.method !== refundMethods.total) return 0;
  return Object.values(payment.parts ?? {}).reduce((left, part) => left - part, amount.amount);
}

/** Returns the refund with one that the provider reported by id as a part of it. */
export const withPart = (refund: Charge, reference: string, amount: number): Charge => ({
  ...refund,
  payment: refund.payment && {
    ...refund.payment,
    parts: { ...refund.payment.parts, [reference]: amount },
  },
});

/**
 * Returns the charge after an event about a dispute. Returns the same charge if the dispute was closed before or
 * nothing changed.
 */
export function withDispute(charge: Charge, disputeId: string, state: DisputeState): Charge {
  const known = charge.disputes?.[disputeId];
  if (known === state || (known !== undefined && known !== 'open')) return charge;
  const disputes = { ...charge.disputes, [disputeId]: state };
  return { ...charge, disputes, disputed: Object.values(disputes).includes('open') };
}
