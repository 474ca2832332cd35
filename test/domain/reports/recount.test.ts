import { cny } from '../../../functions/domain/money.ts';
import { recountPacks, recountRevenue, recountUsage } from '../../../functions/domain/reports/recount.ts';
import { DAY, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';
import { chargeWith } from '../../support/example-charge.ts';

const none = { charges: [], purchases: [], expired: [], lines: [] };
const sale = chargeWith({ settledAt: NOW });
const refund = chargeWith({
  chargeId: 'chg_2',
  type: 'refund',
  subject: { kind: 'refund', chargeId: 'chg_1', type: 'capacityPack' } as never,
  amount: cny(900),
  settledAt: plus(NOW, DAY),
});

describe('the revenue of each day', () => {
  it('has sales and refunds on their own days', () => {
    expect([...recountRevenue({ ...none, charges: [sale, refund] })]).toEqual([
      ['2027-03-15', { 'capacityPack.gross': 2_900 }],
      ['2027-03-16', { 'capacityPack.refunds': 900 }],
    ]);
  });

  it('has a refund that failed after it had succeeded taken out again on the day of its failure', () => {
    const failed = {
      ...refund,
      status: 'failed' as const,
      succeededAt: plus(NOW, DAY),
      settledAt: plus(NOW, 2 * DAY),
    };
    expect([...recountRevenue({ ...none, charges: [failed] })]).toEqual([
      ['2027-03-16', { 'capacityPack.refunds': 900 }],
      ['2027-03-17', { 'capacityPack.refunds': -900 }],
    ]);
  });

  it('has nothing of what is pending or has failed', () => {
    const open = chargeWith({ status: 'pending' });
    const failed = chargeWith({ status: 'failed', settledAt: NOW });
    expect(recountRevenue({ ...none, charges: [open, failed] }).size).toBe(0);
  });
});

it('has of each pack what was paid for it, less refunds', () => {
  const refunded = chargeWith({ chargeId: 'chg_3', status: 'refunded', refunded: 2_900 });
  expect([...recountPacks({ ...none, charges: [sale, refunded, refund] })]).toEqual([
    ['cap_10', { sold: 2, refunded: 1, revenue: 2_900 }],
  ]);
});

describe('the usage of each period', () => {
  const entry = (hash: string, amount: number, lateBy = 0) => ({ hash, amount, lateBy });

  it('has an event in its month, or as many months later as it was late', () => {
    const pages = new Map([
      ['2027-02-28/23', [entry('a', 1), entry('b', 2, 1)]],
      ['2027-03-01T00', [entry('c', 4)]],
    ]);
    expect([...recountUsage(pages, new Map())]).toEqual([
      ['2027-02-01', 1],
      ['2027-03-01', 6],
    ]);
  });

  it('has an event once that is on its way from the log to its bucket', () => {
    const pages = new Map([['2027-03-01T00', [entry('a', 1)]]]);
    const waiting = new Map([['2027-03-01T00', [entry('a', 1), entry('b', 2)]]]);
    expect([...recountUsage(pages, waiting)]).toEqual([['2027-03-01', 3]]);
  });
});
