import type { Charge } from '../../../functions/domain/charges/charges.ts';
import { planRefund, type RefundOrder, refundableBy } from '../../../functions/domain/charges/refunds.ts';
import { cny } from '../../../functions/domain/money.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { chargeWith } from '../../support/example-charge.ts';

const order = (amount: number | null, parts: Partial<RefundOrder> = {}): RefundOrder => ({
  refundId: 'chg_2',
  account: chargeWith().account,
  chargeId: 'chg_1',
  amount,
  reason: 'Asked for',
  by: 'admin_1',
  at: NOW,
  operation: 'operation-2',
  ...parts,
});

const [may, june] = ['2027-05-01' as Day, '2027-06-01' as Day];
const overage = chargeWith({
  type: 'overage',
  subject: { kind: 'overage', meter: 'bandwidth', period: june },
  reason: 'Bandwidth in June',
});

describe('the plan of a refund', () => {
  it('is a pending charge at the provider of the payment, for all that is left unless an amount is named', () => {
    expect(planRefund(chargeWith({ refunding: 900 }), order(null), null)).toMatchObject({
      chargeId: 'chg_2',
      type: 'refund',
      status: 'pending',
      subject: { kind: 'refund', chargeId: 'chg_1', type: 'capacityPack' },
      amount: cny(2_000),
      lines: [{ kind: 'refund', description: 'Refund of cap_10', quantity: 1, amount: cny(2_000) }],
      payment: {
        provider: 'sandbox',
        method: 'refund',
        reference: null,
        open: true,
        operation: 'operation-2',
      },
    });
    expect(planRefund(chargeWith(), order(1), null).amount).toEqual(cny(1));
  });

  it('keeps its cause when nobody requested it', () => {
    expect(planRefund(chargeWith(), order(1, { cause: 'correction' }), null).subject).toEqual({
      kind: 'refund',
      chargeId: 'chg_1',
      type: 'capacityPack',
      cause: 'correction',
    });
  });

  it('takes overage from its periods in their order, and no more than they have', () => {
    const parts = [
      { period: june, amount: 700 },
      { period: may, amount: 500 },
    ];
    expect(refundableBy(overage, parts)).toBe(1_200);
    expect(refundableBy(overage, null)).toBe(2_900);
    expect(planRefund(overage, order(1_000), parts).lines).toMatchObject([
      { kind: 'refund', period: june, amount: cny(700) },
      { kind: 'refund', period: may, amount: cny(300) },
    ]);
    expect(() => planRefund(overage, order(1_201), parts)).toThrow(
      expect.objectContaining({ code: 'refund-too-large' }),
    );
  });

  it.each([
    ['more than is left', chargeWith({ refunding: 900 }), 2_001, 'refund-too-large'],
    ['of what is refunded already', chargeWith({ refunding: 2_900 }), null, 'refund-too-large'],
    ['of a debt', chargeWith({ status: 'pending' }), 1, 'conflict'],
    ['of a waived charge', chargeWith({ status: 'waived' }), 1, 'conflict'],
    ['of a charge that nobody paid', chargeWith({ payment: null }), 1, 'conflict'],
    ['of a refund', chargeWith({ type: 'refund' }), 1, 'conflict'],
  ] as [string, Charge, number | null, string][])('is refused %s', (_, charge, amount, code) => {
    expect(() => planRefund(charge, order(amount), null)).toThrow(expect.objectContaining({ code }));
  });
});
