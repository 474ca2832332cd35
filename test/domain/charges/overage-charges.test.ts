import {
  chargeOf,
  linesOf,
  overageCharge,
  overageChargeId,
} from '../../../functions/domain/charges/overage-charges.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { cny } from '../../../functions/domain/money.ts';
import { nextPeriod, periodOf } from '../../../functions/domain/periods.ts';
import { NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';

const account = accountNamed('user_001');
const meter = requireMeter('bandwidth');
const march = periodOf(NOW);
const tranche = (quoteId: string, amount: number, price: number) => ({
  quoteId,
  amount,
  unitPrice: { price: cny(price), per: 10 },
});
const overage = { period: march.day, tranches: [tranche('q1', 100, 2), tranche('q2', 100, 9)], peak: 0 };

describe('the overage charge of a period', () => {
  it('has a line for each price, in the order of confirmation', () => {
    expect(linesOf(meter, march, overage, 111)).toEqual([
      {
        kind: 'overage',
        period: '2027-03-01',
        description: `${meter.title} overage, 2027-03`,
        quantity: 100,
        amount: cny(20),
      },
      {
        kind: 'overage',
        period: '2027-03-01',
        description: `${meter.title} overage, 2027-03`,
        quantity: 11,
        amount: cny(18),
      },
    ]);
  });

  it('is what its lines come to, and never more than was confirmed', () => {
    expect(overageCharge(account, meter, march, overage, 111, NOW)).toMatchObject({
      type: 'overage',
      status: 'pending',
      subject: { kind: 'overage', meter: 'bandwidth', period: '2027-03-01' },
      amount: cny(38),
    });
    expect(overageCharge(account, meter, march, overage, 5_000, NOW)?.amount).toEqual(cny(110));
  });

  it('is none where nothing is owed', () => {
    expect(overageCharge(account, meter, march, overage, 0, NOW)).toBeNull();
    expect(chargeOf(account, meter, march, [], NOW)).toBeNull();
  });

  it('is one: its id follows from account, meter and period', () => {
    const id = overageChargeId(account, meter, march);
    expect(overageCharge(account, meter, march, overage, 1, NOW)?.chargeId).toBe(id);
    const others = [
      overageChargeId(accountNamed('user_002'), meter, march),
      overageChargeId(account, requireMeter('storage'), march),
      overageChargeId(account, meter, nextPeriod(march)),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
