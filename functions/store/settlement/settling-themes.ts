import type { Charge } from '../../domain/charges/charges.ts';
import { type Sale, withoutSale, withoutWaiting, withSale } from '../../domain/theme-store/sales.ts';
import { dropPending } from '../packs/pending.ts';
import { addRevenue } from '../reports/figures.ts';
import type { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { addUnallocatedEntry } from '../theme-store/earnings.ts';
import { saveEntitlement } from '../theme-store/entitlements.ts';
import { removeRating } from '../theme-store/ratings.ts';
import { entitlementFor, loadSale, saveSale } from '../theme-store/sales.ts';
import { addThemeFigures } from '../theme-store/theme-figures.ts';
import type { KindEffects, Returned, Settlement } from './kind-effects.ts';

/**
 * Applies the payment of a theme, or its failure: the buyer's entitlement, the theme's figures, the revenue, and an
 * unallocated sale for the creator.
 */
async function settleSale(transaction: Transaction, charge: Charge, { at }: Settlement): Promise<Charge> {
  const stored = await saleOf(charge);
  const sale = stored.value;
  const right = await entitlementFor(sale);
  dropPending(transaction, charge);
  if (charge.status !== 'succeeded') {
    if (sale.state === 'pendingPayment')
      saveSale(transaction, { ...stored, value: { ...sale, state: 'failed' } });
    if (right.value.buying === sale.purchaseId)
      saveEntitlement(transaction, { ...right, value: withoutWaiting(right.value, sale.purchaseId) });
    return charge;
  }
  const { themeId, account, creator, purchaseId, name } = sale;
  const { amount } = charge.amount;
  saveSale(transaction, { ...stored, value: { ...sale, state: 'active', paidAt: at } });
  saveEntitlement(transaction, { ...right, value: withSale(right.value, sale, at) });
  addThemeFigures(transaction, themeId, account, { sold: 1, installs: right.value.since === null ? 1 : 0 });
  addRevenue(transaction, account, at, charge.type, 'gross', amount);
  addUnallocatedEntry(transaction, { kind: 'sale', creator, purchaseId, themeId, name, amount, at });
  return charge;
}

/** Reclaims the creator's share of the refunded amount and, after a full refund, revokes the theme. */
async function revokeSale(
  transaction: Transaction,
  charge: Charge,
  { refund, whole, at }: Returned,
): Promise<undefined> {
  const stored = await saleOf(charge);
  const { creator, purchaseId, themeId, name, paidAt } = stored.value;
  if (paidAt === null) throw new Error(`${purchaseId} is given back, and was never paid.`);
  addUnallocatedEntry(transaction, {
    kind: 'refund',
    creator,
    purchaseId,
    refundId: refund.chargeId,
    themeId,
    name,
    amount: refund.amount.amount,
    at,
    soldAt: paidAt,
  });
  if (whole) await takeTheme(transaction, stored);
}

/** Undoes the refund of a theme. `whole`: the theme was revoked and is restored, without its rating. */
async function restoreSale(
  transaction: Transaction,
  charge: Charge,
  { refund, whole, at }: Returned,
): Promise<void> {
  const stored = await saleOf(charge);
  const sale = stored.value;
  const { account, creator, purchaseId, themeId, name, paidAt } = sale;
  if (paidAt === null) throw new Error(`${purchaseId} was refunded, and was never paid.`);
  const amount = -refund.amount.amount;
  const entry = { creator, purchaseId, refundId: refund.chargeId, themeId, name, amount, at, soldAt: paidAt };
  addUnallocatedEntry(transaction, { ...entry, kind: 'refund', returned: true });
  if (!whole) return;
  const right = await entitlementFor(sale);
  saveSale(transaction, { ...stored, value: { ...sale, state: 'active' } });
  saveEntitlement(transaction, { ...right, value: withSale(right.value, sale, paidAt) });
  addThemeFigures(transaction, themeId, account, { sold: 1 });
}

async function takeTheme(transaction: Transaction, stored: Versioned<Sale>): Promise<void> {
  const { account, themeId, purchaseId } = stored.value;
  const right = await entitlementFor(stored.value);
  const value = withoutSale(right.value, purchaseId);
  saveSale(transaction, { ...stored, value: { ...stored.value, state: 'refunded' } });
  saveEntitlement(transaction, { ...right, value });
  addThemeFigures(transaction, themeId, account, { sold: -1 });
  if (value.terms.length === 0) await removeRating(transaction, account, themeId);
}

async function saleOf({ account, subject }: Charge): Promise<Versioned<Sale>> {
  const stored = subject.kind === 'theme' ? await loadSale(account, subject.purchaseId) : undefined;
  if (!stored) throw new Error(`A charge of ${account} has lost its purchase of a theme.`);
  return stored;
}

export const themeEffects: KindEffects = { settle: settleSale, takeBack: revokeSale, restore: restoreSale };
