import type { Charge, TakenBack } from '../../domain/charges/charges.ts';
import {
  type Purchase,
  refundOf,
  renewed,
  restoredOf,
  termFrom,
  withoutRenewal,
} from '../../domain/packs/purchases.ts';
import { dropPending } from '../packs/pending.ts';
import {
  extendCapacity,
  grantCapacity,
  purchaseOf,
  revokeCapacity,
  savePurchase,
} from '../packs/purchases.ts';
import { addPackFigures, addRevenue, type PackMoves } from '../reports/figures.ts';
import type { Transaction } from '../table/transaction.ts';
import type { KindEffects, Returned, Settlement } from './kind-effects.ts';

/** Grants the capacity of a paid purchase, or marks an unpaid one as failed. */
async function settlePurchase(transaction: Transaction, charge: Charge, { at }: Settlement): Promise<Charge> {
  const stored = await purchaseOf(charge);
  dropPending(transaction, charge);
  if (charge.status === 'succeeded') {
    const purchase: Purchase = { ...stored.value, state: 'active', ...termFrom(stored.value.terms, at) };
    savePurchase(transaction, { ...stored, value: purchase });
    await grantCapacity(transaction, purchase, at);
    earn(transaction, charge, { sold: 1, active: 1 });
  } else if (stored.value.state === 'pendingPayment')
    savePurchase(transaction, { ...stored, value: { ...stored.value, state: 'failed' } });
  return charge;
}

/** Extends a purchase by the term of a paid renewal. */
async function settleRenewal(transaction: Transaction, charge: Charge, { at }: Settlement): Promise<Charge> {
  const stored = await purchaseOf(charge);
  const waiting = withoutRenewal(stored.value, charge.chargeId);
  dropPending(transaction, charge);
  if (charge.status !== 'succeeded') {
    if (waiting !== stored.value) savePurchase(transaction, { ...stored, value: waiting });
    return charge;
  }
  const purchase = renewed(waiting, at);
  savePurchase(transaction, { ...stored, value: purchase });
  // The renewal was paid after the capacity had been removed, so restore it.
  const isBack = stored.value.state === 'expired' || stored.value.state === 'refunded';
  if (isBack) await grantCapacity(transaction, purchase, at);
  else await extendCapacity(transaction, purchase, 1, at);
  earn(transaction, charge, { renewed: 1, ...(isBack ? { active: 1 } : {}) });
  return charge;
}

/** Adds the revenue of a pack. */
function earn(transaction: Transaction, charge: Charge, moves: PackMoves): void {
  const { account, type, amount, settledAt } = charge;
  if (settledAt === null) return;
  addRevenue(transaction, account, settledAt, type, 'gross', amount.amount);
  addPackFigures(transaction, account, packTypeOf(charge), { ...moves, revenue: amount.amount });
}

/** Revokes a fully refunded charge of a pack, as far as it was not consumed. */
async function revokePack(
  transaction: Transaction,
  charge: Charge,
  { refund, whole, at }: Returned,
): Promise<TakenBack | undefined> {
  const packType = packTypeOf(charge);
  addPackFigures(transaction, charge.account, packType, { revenue: -refund.amount.amount });
  if (!whole) return undefined;
  const stored = await purchaseOf(charge);
  const isRunning = stored.value.state === 'active' || stored.value.state === 'expiring';
  const purchase = refundOf(stored.value);
  savePurchase(transaction, { ...stored, value: purchase });
  addPackFigures(transaction, charge.account, packType, {
    refunded: 1,
    ...(isRunning && purchase.state === 'refunded' ? { active: -1 } : {}),
  });
  if (!isRunning) return { wasRunning: false, grants: {} };
  const grants =
    purchase.state === 'refunded'
      ? await revokeCapacity(transaction, purchase, at)
      : await extendCapacity(transaction, purchase, -1, at);
  return { wasRunning: true, grants };
}

/** Restores what a full refund has revoked of a pack: at most what remained then, with its original expiry. */
async function restorePack(
  transaction: Transaction,
  charge: Charge,
  { refund, whole, at }: Returned,
): Promise<void> {
  const { account, takenBack } = charge;
  const packType = packTypeOf(charge);
  addPackFigures(transaction, account, packType, { revenue: refund.amount.amount });
  if (!whole) return;
  const stored = await purchaseOf(charge);
  const { wasRunning, grants } = takenBack ?? { wasRunning: true, grants: {} };
  const purchase = restoredOf(stored.value, wasRunning);
  savePurchase(transaction, { ...stored, value: purchase });
  const isBack = wasRunning && (stored.value.state === 'refunded' || stored.value.state === 'expired');
  addPackFigures(transaction, account, packType, { refunded: -1, ...(isBack ? { active: 1 } : {}) });
  if (isBack) await grantCapacity(transaction, purchase, at, grants);
  else if (wasRunning) await extendCapacity(transaction, purchase, 1, at, grants);
}

function packTypeOf({ chargeId, subject }: Charge): string {
  if (!('packType' in subject)) throw new Error(`${chargeId} is for no pack.`);
  return subject.packType;
}

const returns = { takeBack: revokePack, restore: restorePack };

export const purchaseEffects: KindEffects = { settle: settlePurchase, ...returns };
export const renewalEffects: KindEffects = { settle: settleRenewal, ...returns };
