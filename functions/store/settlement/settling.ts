import type { AccountId } from '../../domain/accounts.ts';
import {
  type Charge,
  type ChargeEvent,
  type ChargeStatus,
  type ChargeSubject,
  moveOfCharge,
  type TakenBack,
} from '../../domain/charges/charges.ts';
import { type Purchase, refundOf, renewed, termFrom, withoutRenewal } from '../../domain/packs/purchases.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { chargeNamed, saveCharge } from '../charges/charges.ts';
import { adjustmentsOf, followReturn, reopenDebt } from '../charges/returning.ts';
import { accountKey } from '../keys.ts';
import { dropPending } from '../packs/pending.ts';
import { extendCapacity, giveCapacity, purchaseOf, savePurchase, takeCapacity } from '../packs/purchases.ts';
import { addPackFigures, addRevenue, type PackMoves } from '../reports/figures.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { undoRefund, withoutRefund } from './settling-returned.ts';
import { settleSale, unwindSale } from './settling-themes.ts';

/** What has happened to a charge, and who says so. */
export interface Settlement {
  readonly event: ChargeEvent;
  readonly at: Instant;
  readonly by: string;
  readonly reference?: string;
  /** Why it failed, for the payer. */
  readonly failure?: string;
  /** Why somebody let it go. */
  readonly reason?: string;
}

export interface Settled {
  readonly charge: Charge;
  /** `ignored` and `illegal` changed nothing. */
  readonly outcome: 'moved' | 'ignored' | 'illegal';
}

/**
 * Moves a charge on, together with all that follows from it, in one transaction: what was paid for is given, once,
 * by the same write that says that it was paid. Repeated, reversed or late events change nothing that they may not.
 */
export async function settleCharge(
  account: AccountId,
  chargeId: string,
  settlement: Settlement,
): Promise<Settled> {
  return retryOnConflict(async () => {
    const kept = await chargeNamed(account, chargeId);
    const move = moveOfCharge(kept.value, settlement.event, settlement.reference);
    if (move === 'ignored' || move === 'illegal') return { charge: kept.value, outcome: move } as const;
    const charge = settled({ ...kept.value, status: move }, settlement);
    const transaction = new Transaction();
    const from = kept.value.status;
    const after = await effects[charge.subject.kind](transaction, charge, settlement, from);
    saveCharge(transaction, { value: after, version: kept.version });
    addAudit(transaction, {
      id: `${chargeId}.${settlement.event}.${kept.version}`,
      at: settlement.at,
      by: settlement.by,
      action: `charge.${settlement.event}`,
      account,
      target: chargeId,
      reason: settlement.reason ?? settlement.failure ?? null,
      detail: { amount: charge.amount },
    });
    return (await transaction.commit()) ? ({ charge: after, outcome: 'moved' } as const) : RETRY;
  });
}

const settled = (charge: Charge, { at, reference, failure, event }: Settlement): Charge => ({
  ...charge,
  settledAt: at,
  failure: event === 'succeeded' ? null : (failure ?? charge.failure),
  payment: charge.payment && {
    ...charge.payment,
    open: false,
    reference: reference ?? charge.payment.reference,
    ...(event === 'returned' ? { isFinal: true } : {}),
  },
  ...(event === 'returned' && charge.settledAt !== null ? { succeededAt: charge.settledAt } : {}),
});

/** What follows from a charge's move. Hands back the charge as it is to be kept. */
type Effect = (
  transaction: Transaction,
  charge: Charge,
  settlement: Settlement,
  from: ChargeStatus,
) => Promise<Charge>;

/** What is charged for → what its payment, or the lack of it, brings about. */
const effects: Readonly<Record<ChargeSubject['kind'], Effect>> = {
  purchase: async (transaction, charge, { at }) => {
    const kept = await purchaseOf(charge);
    dropPending(transaction, charge);
    if (charge.status === 'succeeded') {
      const purchase: Purchase = { ...kept.value, state: 'active', ...termFrom(kept.value.terms, at) };
      savePurchase(transaction, { ...kept, value: purchase });
      await giveCapacity(transaction, purchase, at);
      earn(transaction, charge, { sold: 1, active: 1 });
    } else if (kept.value.state === 'pendingPayment')
      savePurchase(transaction, { ...kept, value: { ...kept.value, state: 'failed' } });
    return charge;
  },

  renewal: async (transaction, charge, { at }) => {
    const kept = await purchaseOf(charge);
    const waiting = withoutRenewal(kept.value, charge.chargeId);
    dropPending(transaction, charge);
    if (charge.status !== 'succeeded') {
      if (waiting !== kept.value) savePurchase(transaction, { ...kept, value: waiting });
      return charge;
    }
    const purchase = renewed(waiting, at);
    savePurchase(transaction, { ...kept, value: purchase });
    // Paid for after its capacity had gone: it comes back.
    const isBack = kept.value.state === 'expired' || kept.value.state === 'refunded';
    if (isBack) await giveCapacity(transaction, purchase, at);
    else await extendCapacity(transaction, purchase, 1, at);
    earn(transaction, charge, { renewed: 1, ...(isBack ? { active: 1 } : {}) });
    return charge;
  },

  theme: async (transaction, charge, { at }) => {
    await settleSale(transaction, charge, at);
    return charge;
  },

  overage: async (transaction, charge, { at }, from) => {
    if (charge.status === 'waived' || from === 'waived')
      await followReturn(transaction, { charge }, await adjustmentsOf(charge), at);
    if (charge.status === 'succeeded')
      addRevenue(transaction, charge.account, at, charge.type, 'gross', charge.amount.amount);
    if (charge.status === 'failed' || charge.block === 'none') return charge;
    transaction.update(accountKey(charge.account), {
      drop: ['overdue :paid'],
      values: { ':paid': new Set([charge.chargeId]) },
    });
    return { ...charge, block: 'lifting' };
  },

  refund: async (transaction, refund, settlement, from) => {
    if (refund.subject.kind !== 'refund') return refund;
    const original = await chargeNamed(refund.account, refund.subject.chargeId);
    const amount = refund.amount.amount;
    if (from === 'succeeded') {
      await undoRefund(transaction, original, refund, settlement.at);
      return refund;
    }
    if (refund.status !== 'succeeded') {
      const value = withoutRefund(original.value, amount, settlement.event === 'returned');
      saveCharge(transaction, { ...original, value });
      await followReturn(transaction, { charge: value, refund }, await adjustmentsOf(value), settlement.at);
      return refund;
    }
    const refunded = original.value.refunded + amount;
    const isWhole = refunded === original.value.amount.amount;
    const status = isWhole ? 'refunded' : original.value.status;
    // What had failed was not spoken for any more.
    const refunding = original.value.refunding + (from === 'failed' ? amount : 0);
    const takenBack = isWhole ? await takeBack(transaction, original.value, settlement.at) : undefined;
    const value = { ...original.value, refunding, refunded, status, ...(takenBack ? { takenBack } : {}) };
    saveCharge(transaction, { ...original, value });
    if (refund.subject.cause === 'dispute') await reopenDebt(transaction, value, refund, settlement.at);
    else if (from === 'failed')
      await followReturn(transaction, { charge: value, refund }, await adjustmentsOf(value), settlement.at);
    addRevenue(transaction, refund.account, settlement.at, original.value.type, 'refunds', amount);
    const { subject } = original.value;
    if ('packType' in subject)
      addPackFigures(transaction, refund.account, subject.packType, { revenue: -amount });
    if (subject.kind === 'theme')
      await unwindSale(transaction, original.value, refund, { whole: isWhole, at: settlement.at });
    return refund;
  },
};

/** Money that came in for a pack. */
function earn(transaction: Transaction, charge: Charge, moves: PackMoves): void {
  const { account, type, amount, settledAt, subject } = charge;
  if (settledAt === null || !('packType' in subject)) return;
  addRevenue(transaction, account, settledAt, type, 'gross', amount.amount);
  addPackFigures(transaction, account, subject.packType, { ...moves, revenue: amount.amount });
}

/** A charge that was given back as a whole takes back what it had brought about, as far as it was not burnt. */
async function takeBack(
  transaction: Transaction,
  charge: Charge,
  now: Instant,
): Promise<TakenBack | undefined> {
  const { subject } = charge;
  if (subject.kind !== 'purchase' && subject.kind !== 'renewal') return undefined;
  const kept = await purchaseOf(charge);
  const isRunning = kept.value.state === 'active' || kept.value.state === 'expiring';
  const purchase = refundOf(kept.value);
  savePurchase(transaction, { ...kept, value: purchase });
  addPackFigures(transaction, charge.account, subject.packType, {
    refunded: 1,
    ...(isRunning && purchase.state === 'refunded' ? { active: -1 } : {}),
  });
  if (!isRunning) return { wasRunning: false, grants: {} };
  const grants =
    purchase.state === 'refunded'
      ? await takeCapacity(transaction, purchase, now)
      : await extendCapacity(transaction, purchase, -1, now);
  return { wasRunning: true, grants };
}
