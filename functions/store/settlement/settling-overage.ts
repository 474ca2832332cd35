import type { Charge, ChargeStatus } from '../../domain/charges/charges.ts';
import { adjustmentsOf, updateAdjustments } from '../charges/returning.ts';
import { accountKey } from '../keys.ts';
import { addRevenue } from '../reports/figures.ts';
import type { Transaction } from '../table/transaction.ts';
import { grantsNothing, type KindEffects, type Settlement } from './kind-effects.ts';

/**
 * Records the end of a debt with the account, so that its suspension is lifted. A failed payment leaves the debt
 * outstanding.
 */
async function settleOverage(
  transaction: Transaction,
  charge: Charge,
  { at }: Settlement,
  from: ChargeStatus,
): Promise<Charge> {
  if (charge.status === 'waived' || from === 'waived')
    await updateAdjustments(transaction, { charge }, await adjustmentsOf(charge), at);
  if (charge.status === 'succeeded')
    addRevenue(transaction, charge.account, at, charge.type, 'gross', charge.amount.amount);
  if (charge.status === 'failed' || charge.block === 'none') return charge;
  transaction.update(accountKey(charge.account), {
    drop: ['overdue :paid'],
    values: { ':paid': new Set([charge.chargeId]) },
  });
  return { ...charge, block: 'lifting' };
}

export const overageEffects: KindEffects = { settle: settleOverage, ...grantsNothing };
