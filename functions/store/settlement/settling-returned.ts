import type { Charge } from '../../domain/charges/charges.ts';
import { restoredOf } from '../../domain/packs/purchases.ts';
import type { Instant } from '../../domain/time.ts';
import { saveCharge } from '../charges/charges.ts';
import { adjustmentsOf, followReturn } from '../charges/returning.ts';
import { extendCapacity, giveCapacity, purchaseOf, savePurchase } from '../packs/purchases.ts';
import { addPackFigures, addRevenue } from '../reports/figures.ts';
import type { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { restoreSale } from './settling-themes.ts';

/** The charge after a refund of it failed that had moved nothing yet: its amount is refundable again. */
export const withoutRefund = (charge: Charge, amount: number, isOfProvider: boolean): Charge => ({
  ...charge,
  refunding: charge.refunding - amount,
  ...(isOfProvider ? { refundsFailed: (charge.refundsFailed ?? 0) + amount } : {}),
});

/**
 * Undoes a refund that failed at the provider after it had succeeded: the amount is refundable again, the figures and
 * the creator's share are moved back on the day of the failure, and what a full refund had taken is given back.
 */
export async function undoRefund(
  transaction: Transaction,
  original: Versioned<Charge>,
  refund: Charge,
  at: Instant,
): Promise<void> {
  const { takenBack, ...charge } = original.value;
  const amount = refund.amount.amount;
  const wasWhole = charge.status === 'refunded';
  const value: Charge = {
    ...withoutRefund(wasWhole ? charge : original.value, amount, true),
    refunded: charge.refunded - amount,
    status: 'succeeded',
  };
  saveCharge(transaction, { ...original, value });
  await followReturn(transaction, { charge: value, refund }, await adjustmentsOf(value), at);
  addRevenue(transaction, charge.account, at, charge.type, 'refunds', -amount);
  const { subject } = charge;
  if ('packType' in subject)
    addPackFigures(transaction, charge.account, subject.packType, { revenue: amount });
  if (subject.kind === 'theme') await restoreSale(transaction, charge, refund, { whole: wasWhole, at });
  if (wasWhole) await restorePack(transaction, original.value, at);
}

/** Gives back what a full refund had taken of a pack: no more than was left of it then, to its end as it was. */
async function restorePack(transaction: Transaction, charge: Charge, now: Instant): Promise<void> {
  const { subject, account, takenBack } = charge;
  if (subject.kind !== 'purchase' && subject.kind !== 'renewal') return;
  const kept = await purchaseOf(charge);
  const { wasRunning, grants } = takenBack ?? { wasRunning: true, grants: {} };
  const purchase = restoredOf(kept.value, wasRunning);
  savePurchase(transaction, { ...kept, value: purchase });
  const isBack = wasRunning && (kept.value.state === 'refunded' || kept.value.state === 'expired');
  addPackFigures(transaction, account, subject.packType, { refunded: -1, ...(isBack ? { active: 1 } : {}) });
  if (isBack) await giveCapacity(transaction, purchase, now, grants);
  else if (wasRunning) await extendCapacity(transaction, purchase, 1, now, grants);
}
