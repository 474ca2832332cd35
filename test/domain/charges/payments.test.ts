import {
  afterAttempt,
  chargeFor,
  firstPayment,
  refuseUnpayable,
} from '../../../functions/domain/charges/payments.ts';
import { NOW } from '../../support/arbitraries.ts';
import { chargeWith, operation } from '../../support/example-charge.ts';

const card = { provider: 'sandbox', method: 'card_ok' } as const;
const overage = {
  type: 'overage',
  subject: { kind: 'overage', meter: 'bandwidth', period: '2027-02-01' as never },
} as const;

describe('the payment of a charge', () => {
  it('begins with one open attempt that the provider has not answered, under the operation', () => {
    expect(firstPayment(card, operation)).toEqual({
      ...card,
      attempt: 1,
      reference: null,
      startedAt: NOW,
      operation: 'operation-1',
      open: true,
    });
  });

  it('is begun with a pending charge that is the same whenever the operation runs again', () => {
    const { account, type, subject, amount, lines, reason } = chargeWith();
    const charge = chargeFor({ account, type, subject, amount, lines, reason }, card, operation);
    expect(charge).toMatchObject({ status: 'pending', refunding: 0, createdAt: NOW, reason });
    expect(charge.payment).toEqual(firstPayment(card, operation));
    expect(chargeFor({ account, type, subject, amount, lines, reason }, card, operation)).toEqual(charge);
    const other = chargeFor(charge, card, { ...operation, id: 'operation-2' });
    expect(other.chargeId).not.toBe(charge.chargeId);
  });

  it('remembers every attempt before the current one', () => {
    expect(afterAttempt(null)).toEqual({ attempt: 1 });
    const second = { ...firstPayment(card, operation), ...afterAttempt(firstPayment(card, operation)) };
    expect(second).toMatchObject({ attempt: 2, earlier: [{ provider: 'sandbox', reference: null }] });
    expect(afterAttempt({ ...second, provider: 'stripe', reference: 'pi_2' })).toEqual({
      attempt: 3,
      earlier: [
        { provider: 'sandbox', reference: null },
        { provider: 'stripe', reference: 'pi_2' },
      ],
    });
  });

  it('is of a debt with no payment under way', () => {
    expect(() => refuseUnpayable(chargeWith({ ...overage, status: 'failed' }))).not.toThrow();
    expect(() => refuseUnpayable(chargeWith({ ...overage, status: 'pending', payment: null }))).not.toThrow();
    const refused = [
      chargeWith({ status: 'pending' }),
      chargeWith({ ...overage, status: 'succeeded' }),
      chargeWith({ ...overage, status: 'waived' }),
      chargeWith({ ...overage, status: 'pending', payment: firstPayment(card, operation) }),
    ];
    for (const charge of refused)
      expect(() => refuseUnpayable(charge)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });
});
