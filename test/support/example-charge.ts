import { type Charge, newCharge } from '../../functions/domain/charges/charges.ts';
import type { Operation } from '../../functions/domain/ids.ts';
import { cny } from '../../functions/domain/money.ts';
import { NOW } from './arbitraries.ts';
import { accountNamed } from './grants.ts';

export const operation: Operation = { id: 'operation-1', begunAt: NOW, scope: 'user_001' };

/** A paid charge of CNY 29.00 for a pack, with these differences. */
export const chargeWith = (parts: Partial<Charge> = {}): Charge => ({
  ...newCharge,
  chargeId: 'chg_1',
  account: accountNamed('user_001'),
  type: 'capacityPack',
  subject: { kind: 'purchase', purchaseId: 'pur_1', packType: 'cap_10' },
  amount: cny(2_900),
  lines: [],
  reason: 'cap_10',
  createdAt: NOW,
  status: 'succeeded',
  payment: {
    provider: 'sandbox',
    method: 'card_ok',
    attempt: 1,
    reference: 'pay_1',
    startedAt: NOW,
    operation: operation.id,
    open: false,
  },
  ...parts,
});
