import type { Charge } from '../../domain/charges/charges.ts';
import type { Instant } from '../../domain/time.ts';
import { requireCharge, saveCharge } from '../charges/charges.ts';
import { adjustmentsOf, reopenDebt, updateAdjustments } from '../charges/returning.ts';
import { addRevenue } from '../reports/figures.ts';
import type { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { grantsNothing, type KindEffects } from './kind-effects.ts';

/** The effects of refunds: they update the refunded charge, with the effects of its own kind. */
export const refundEffects = (effectsOf: (charge: Charge) => KindEffects): KindEffects => ({
  ...grantsNothing,

  settle: async (transaction, refund, settlement, from) => {
    const { subject, account, amount } = refund;
    if (subject.kind !== 'refund') return refund;
    const original = await requireCharge(account, subject.chargeId);
    const { at } = settlement;
    if (from === 'succeeded') {
      await undoRefund(transaction, original, refund, at, effectsOf(original.value));
      return refund;
    }
    if (refund.status !== 'succeeded') {
      const value = withoutRefund(original.value, amount.amount, settlement.event === 'returned');
      saveCharge(transaction, { ...original, value });
      await updateAdjustments(transaction, { charge: value, refund }, await adjustmentsOf(value), at);
      return refund;
    }
    const refunded = original.value.refunded + amount.amount;
    const whole = refunded === original.value.amount.amount;
    const status = whole ? 'refunded' : original.value.status;
    // A failed refund has already released its reserved amount.
    const refunding = original.value.refunding + (from === 'failed' ? amount.amount : 0);
    const takenBack = await effectsOf(original.value).takeBack(transaction, original.value, {
      refund,
      whole,
      at,
    });
    const value = { ...original.value, refunding, refunded, status, ...(takenBack ? { takenBack } : {}) };
    saveCharge(transaction, { ...original, value });
    if (subject.cause === 'dispute') await reopenDebt(transaction, value, refund, at);
    else if (from === 'failed')
      await updateAdjustments(transaction, { charge: value, refund }, await adjustmentsOf(value), at);
    addRevenue(transaction, account, at, original.value.type, 'refunds', amount.amount);
    return refund;
  },
});

/** Returns the charge after the failure of a refund that had not succeeded: its amount is refundable again. */
const withoutRefund = (charge: Charge, amount: number, isOfProvider: boolean): Charge => ({
  ...charge,
  refunding: charge.refunding - amount,
  ...(isOfProvider ? { refundsFailed: (charge.refundsFailed ?? 0) + amount } : {}),
});

/**
 * Undoes a refund that failed at the provider after it had succeeded: the amount is refundable again, figures and the
 * creator's share are reversed on the day of the failure, and what a full refund had revoked is restored.
 */
async function undoRefund(
  transaction: Transaction,
  original: Versioned<Charge>,
  refund: Charge,
  at: Instant,
  { restore }: KindEffects,
): Promise<void> {
  const { takenBack, ...charge } = original.value;
  const amount = refund.amount.amount;
  const whole = charge.status === 'refunded';
  const value: Charge = {
    ...withoutRefund(whole ? charge : original.value, amount, true),
    refunded: charge.refunded - amount,
    status: 'succeeded',
  };
  saveCharge(transaction, { ...original, value });
  await updateAdjustments(transaction, { charge: value, refund }, await adjustmentsOf(value), at);
  addRevenue(transaction, charge.account, at, charge.type, 'refunds', -amount);
  await restore(transaction, original.value, { refund, whole, at });
}
