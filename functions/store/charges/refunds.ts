import type { Charge } from '../../domain/charges/charges.ts';
import { planRefund, type RefundMethod, type RefundOrder, refundFor } from '../../domain/charges/refunds.ts';
import type { ProviderName } from '../../domain/providers.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { addCharge, loadCharge, replaceCharge, requireCharge, saveCharge } from './charges.ts';
import { adjustmentsOf, refundableParts, updateAdjustments } from './returning.ts';

/**
 * Starts a refund and reserves its amount, so that refunds never exceed the payment. One transaction; a repeated call
 * with the same id finds the refund.
 */
export async function beginRefund(order: RefundOrder): Promise<Charge> {
  return retryOnConflict(async () => {
    // Read the charge first: a concurrent copy of this request writes both in one transaction.
    const original = await requireCharge(order.account, order.chargeId);
    const known = await loadCharge(order.account, order.refundId);
    if (known) return known.value;
    const adjustments = await adjustmentsOf(original.value);
    const refund = planRefund(original.value, order, await refundableParts(original.value, adjustments));
    return (await addRefund(original, refund, adjustments, order)) ? refund : RETRY;
  });
}

// Promise: the amount is reserved in the same version of the charge from which it was computed.
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
  await updateAdjustments(transaction, { charge: value, refund }, adjustments, at);
  return transaction.commit();
}

/** What to do with a refund that a provider reported. */
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
 * Records a refund made at the provider. Calls `decide` with the current charge and refunds, again after each conflict,
 * so that no two events record the same money. Returns the refund, if there is one. One read per refund of the charge,
 * and one transaction.
 */
export async function recordRefund(
  order: RefundOrder & { readonly provider: ProviderName },
  decide: (original: Charge, refunds: readonly Charge[]) => Recording,
): Promise<Charge | null> {
  return retryOnConflict(async () => {
    // Read the charge first: a concurrent change of one of its refunds also writes the charge, so the booking fails.
    const original = await requireCharge(order.account, order.chargeId);
    const stored = await Promise.all(original.value.refunds.map((id) => loadCharge(order.account, id)));
    const refunds = stored.flatMap((each) => each ?? []);
    const recording = decide(
      original.value,
      refunds.map(({ value }) => value),
    );
    if (recording.kind === 'nothing') return recording.refund;
    if (recording.kind === 'replace') {
      const { refund } = recording;
      const version = refunds.find(({ value }) => value.chargeId === refund.chargeId)?.version ?? 0;
      return (await replaceCharge({ value: refund, version })) ? refund : RETRY;
    }
    const adjustments = await adjustmentsOf(original.value);
    const parts = await refundableParts(original.value, adjustments);
    // The money has already been returned, so earlier credits are no limit.
    const { amount, method, reference } = recording;
    const refund = refundFor(original.value, order, amount, {
      provider: order.provider,
      method,
      reference,
      parts,
    });
    return (await addRefund(original, refund, adjustments, order)) ? refund : RETRY;
  });
}
