import type { AccountId } from '../domain/accounts.ts';
import { slotMeter } from '../domain/meters.ts';
import { afterStep, nextStep, type Purchase, type PurchaseStep } from '../domain/packs/purchases.ts';
import type { Instant } from '../domain/time.ts';
import { addAudit } from '../store/audit/audit.ts';
import { accountOf, type Key, purchaseIdIn } from '../store/keys.ts';
import { loadPurchase, revokeCapacity, savePurchase } from '../store/packs/purchases.ts';
import { addPackFigures } from '../store/reports/figures.ts';
import { announceEnd, releaseOverLimit } from '../store/slots/slots.ts';
import { RETRY, retryOnConflict } from '../store/table/conditional-write.ts';
import { Transaction } from '../store/table/transaction.ts';

/**
 * Executes the due steps of a pack: the reminder before expiry, the expiry, and the removal of its capacity after the
 * grace period.
 */
export async function doPurchaseWork(key: Key, now: Instant): Promise<void> {
  const account = accountOf(key);
  const purchaseId = purchaseIdIn(key);
  if (!account || !purchaseId) return;
  for (;;) {
    const purchase = (await loadPurchase(account, purchaseId))?.value;
    const step = purchase && nextStep(purchase);
    if (!step || step.at > now) return;
    await take(account, purchaseId, step, now);
  }
}

/** Executes a step with its effects in one transaction, if it is still the next one. */
async function take(account: AccountId, purchaseId: string, step: PurchaseStep, now: Instant): Promise<void> {
  const before = await retryOnConflict(async () => {
    const kept = await loadPurchase(account, purchaseId);
    const current = kept && nextStep(kept.value);
    if (!kept || current?.kind !== step.kind || current.at !== step.at) return { purchase: null };
    const transaction = new Transaction();
    savePurchase(transaction, { ...kept, value: afterStep(kept.value, step, now) });
    if (step.kind === 'end') await announce(transaction, kept.value, now);
    if (step.kind === 'expire') await expire(transaction, kept.value, now);
    return (await transaction.commit()) ? { purchase: kept.value } : RETRY;
  });
  // If this fails, the announcement's scheduled task releases the slots.
  if (before.purchase && step.kind === 'expire') await releaseOverLimit(account, now);
}

async function expire(transaction: Transaction, purchase: Purchase, now: Instant): Promise<void> {
  await revokeCapacity(transaction, purchase, now);
  addPackFigures(transaction, purchase.account, purchase.terms.packType, { active: -1, expired: 1 });
  addAudit(transaction, {
    id: `${purchase.purchaseId}.expired`,
    at: now,
    by: 'schedule',
    action: 'pack.expired',
    account: purchase.account,
    target: purchase.purchaseId,
    reason: null,
  });
}

/** Announces which slots will be released: 72 hours from now, even if the expiry is processed late. */
async function announce(transaction: Transaction, purchase: Purchase, now: Instant): Promise<void> {
  const amount = purchase.terms.grants[slotMeter().name];
  if (amount !== undefined)
    await announceEnd(transaction, purchase.account, purchase.purchaseId, amount, now);
}
