import type { AccountId } from '../../domain/accounts.ts';
import { type Charge, moveOfCharge } from '../../domain/charges/charges.ts';
import type { ChargeKind } from '../../domain/charges/kinds.ts';
import { addAudit } from '../audit/audit.ts';
import { requireCharge, saveCharge } from '../charges/charges.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import type { KindEffects, Settlement } from './kind-effects.ts';
import { overageEffects } from './settling-overage.ts';
import { purchaseEffects, renewalEffects } from './settling-packs.ts';
import { refundEffects } from './settling-refunds.ts';
import { themeEffects } from './settling-themes.ts';

export interface Settled {
  readonly charge: Charge;
  /** `ignored` and `illegal` changed nothing. */
  readonly outcome: 'moved' | 'ignored' | 'illegal';
}

/**
 * Moves a charge to its next status with all effects, in one transaction: the write that marks it as paid also grants
 * what was paid for, once. Repeated, reversed or late events change nothing that they must not.
 */
export async function settleCharge(
  account: AccountId,
  chargeId: string,
  settlement: Settlement,
): Promise<Settled> {
  return retryOnConflict(async () => {
    const stored = await requireCharge(account, chargeId);
    const move = moveOfCharge(stored.value, settlement.event, settlement.reference);
    if (move === 'ignored' || move === 'illegal') return { charge: stored.value, outcome: move } as const;
    const charge = settled({ ...stored.value, status: move }, settlement);
    const transaction = new Transaction();
    const from = stored.value.status;
    const after = await effectsOf(charge).settle(transaction, charge, settlement, from);
    saveCharge(transaction, { value: after, version: stored.version });
    addAudit(transaction, {
      id: `${chargeId}.${settlement.event}.${stored.version}`,
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

/** Kind of charge → its effects. */
const effects: Readonly<Record<ChargeKind, KindEffects>> = {
  purchase: purchaseEffects,
  renewal: renewalEffects,
  overage: overageEffects,
  theme: themeEffects,
  refund: refundEffects((charge) => effectsOf(charge)),
};

const effectsOf = ({ subject }: Charge): KindEffects => effects[subject.kind];
