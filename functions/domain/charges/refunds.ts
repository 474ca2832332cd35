import { type Charge, type DisputeState, refundable } from './charges.ts';

/**
 * How a refund came to be known, as the method of its payment: we asked for it, the provider named it, the provider told
 * a total that it is missing from, or it is what a lost dispute took.
 */
export const refundMethods = {
  own: 'refund',
  named: 'provider',
  total: 'provider-total',
  dispute: 'dispute',
} as const;
export type RefundMethod = (typeof refundMethods)[keyof typeof refundMethods];

/** What is not recorded yet of what a provider told. Minor units; `excess` is more than the payment has left. */
export interface Missing {
  readonly amount: number;
  readonly excess: number;
}

/**
 * What a total that the provider told has more than is recorded. Disputes are not in it. Refunds that failed may be, as
 * the total may be of before: a refund that was made at the provider since then is known by its own event.
 */
export function missingOfTotal(charge: Charge, refunds: readonly Charge[], total: number): Missing {
  const known = refunds
    .filter(({ status, payment }) => status !== 'failed' && payment?.method !== refundMethods.dispute)
    .reduce((sum, { amount }) => sum + amount.amount, charge.refundsFailed ?? 0);
  return limited(charge, total - known);
}

/** An amount that left the payment, as far as the payment has it. */
export function limited(charge: Charge, wanted: number): Missing {
  const amount = Math.max(0, Math.min(wanted, refundable(charge)));
  return { amount, excess: Math.max(0, wanted - amount) };
}

/** Where a refund that the provider named is recorded. */
export type Place =
  | { readonly kind: 'known'; readonly refund: Charge }
  /** In a refund that is known by a total: this much of it. */
  | { readonly kind: 'part'; readonly refund: Charge }
  /** It was among a total, and is named now. */
  | { readonly kind: 'claim'; readonly refund: Charge }
  | { readonly kind: 'new' };

/** Finds a refund by our id of it or the provider's; else among what is known by a total alone. */
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

/** What of a refund that is known by a total belongs to no named refund yet. */
function unnamedIn({ status, amount, payment }: Charge): number {
  if (status === 'failed' || payment?.method !== refundMethods.total) return 0;
  return Object.values(payment.parts ?? {}).reduce((left, part) => left - part, amount.amount);
}

/** The refund with one that the provider named as a part of it. */
export const withPart = (refund: Charge, reference: string, amount: number): Charge => ({
  ...refund,
  payment: refund.payment && {
    ...refund.payment,
    parts: { ...refund.payment.parts, [reference]: amount },
  },
});

/** The charge after news of a dispute; the same charge when it was closed before, or nothing is new. */
export function withDispute(charge: Charge, disputeId: string, state: DisputeState): Charge {
  const known = charge.disputes?.[disputeId];
  if (known === state || (known !== undefined && known !== 'open')) return charge;
  const disputes = { ...charge.disputes, [disputeId]: state };
  return { ...charge, disputes, disputed: Object.values(disputes).includes('open') };
}
