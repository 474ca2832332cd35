import {
  dueSurplus,
  surplusOf,
  withPayment,
  withSurplusOutcome,
} from '../../../functions/domain/charges/surplus.ts';
import { cny } from '../../../functions/domain/money.ts';
import { DAY, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { chargeWith } from '../../support/example-charge.ts';

const paid = chargeWith();
const second = { provider: 'sandbox', reference: 'pay_2' } as const;
const surplus = withPayment(paid, second, NOW);
const outcome = (state: 'pending' | 'succeeded' | 'failed', refundReference: string | null = 'ref_1') => ({
  state,
  refundReference,
  reason: state === 'failed' ? 'No.' : null,
});
const statusAfter = (...states: Parameters<typeof outcome>[]) =>
  surplusOf(
    states.reduce((charge, news) => withSurplusOutcome(charge, 'pay_2', outcome(...news), NOW), surplus),
    'pay_2',
  )?.status;

describe('a payment of a paid charge', () => {
  it('that is known is no surplus, whichever it is', () => {
    expect(withPayment(paid, { provider: 'sandbox', reference: 'pay_1' }, NOW)).toBe(paid);
    expect(withPayment(surplus, second, plus(NOW, DAY))).toBe(surplus);
  });

  it('that is another one is surplus, of the amount that was paid, and due at once', () => {
    expect(surplusOf(surplus, 'pay_2')).toMatchObject({ amount: 2_900, status: 'pending', lookAt: NOW });
    expect(surplusOf(withPayment(paid, { ...second, paid: cny(3_000) }, NOW), 'pay_2')).toMatchObject({
      amount: 3_000,
    });
    expect(dueSurplus(surplus, NOW)).toHaveLength(1);
  });

  it('names the one that was not named before', () => {
    const unnamed = chargeWith({ payment: paid.payment && { ...paid.payment, reference: null } });
    expect(withPayment(unnamed, second, NOW)).toMatchObject({ payment: { reference: 'pay_2' } });
  });

  it('of a charge that is not paid is none', () => {
    const pending = chargeWith({ status: 'pending' });
    expect(withPayment(pending, second, NOW)).toBe(pending);
  });
});

describe('the refund of a surplus payment', () => {
  it('is looked at again after a day, until it has succeeded', () => {
    const pending = withSurplusOutcome(surplus, 'pay_2', outcome('pending'), NOW);
    expect([dueSurplus(pending, NOW), dueSurplus(pending, plus(NOW, DAY))]).toMatchObject([[], [{}]]);
    expect(
      dueSurplus(withSurplusOutcome(pending, 'pay_2', outcome('succeeded'), NOW), plus(NOW, DAY)),
    ).toEqual([]);
  });

  it('that succeeded ends by its own failure alone', () => {
    expect(statusAfter(['succeeded'], ['pending'])).toBe('refunded');
    expect(statusAfter(['succeeded'], ['failed', 'ref_2'])).toBe('refunded');
    expect(statusAfter(['succeeded'], ['failed'])).toBe('failed');
  });

  it('that failed stays so, and another one may follow it', () => {
    expect(statusAfter(['failed'], ['succeeded'])).toBe('failed');
    expect(statusAfter(['failed'], ['succeeded', 'ref_2'])).toBe('refunded');
  });

  it('of an unknown payment changes nothing', () => {
    expect(withSurplusOutcome(paid, 'pay_9', outcome('succeeded'), NOW)).toBe(paid);
  });
});
