import {
  creditsOf,
  isReceived,
  type PeriodBill,
  partLeft,
  partsOf,
  pendingOf,
  refundsOfCredits,
  returnedOf,
  spread,
} from '../../../functions/domain/charges/period-money.ts';
import { cny } from '../../../functions/domain/money.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { chargeWith } from '../../support/example-charge.ts';

const FEBRUARY = '2027-02-01' as Day;
const MARCH = '2027-03-01' as Day;

const charge = chargeWith({
  type: 'overage',
  subject: { kind: 'overage', meter: 'bandwidth', period: MARCH },
  amount: cny(240),
  lines: [
    { kind: 'overage', period: MARCH, description: 'Overage', quantity: 2, amount: cny(160) },
    { kind: 'correction', period: FEBRUARY, description: 'Correction', quantity: 1, amount: cny(80) },
  ],
});
const bill = (billed: number, parts: Partial<PeriodBill> = {}): PeriodBill => ({
  chargeId: `chg_${billed}`,
  charge,
  billed,
  credited: 0,
  forgiven: 0,
  reversed: 0,
  ...parts,
});
const refund = (
  period: Day,
  amount: number,
  cause?: 'correction' | 'dispute',
  status = 'succeeded' as const,
) =>
  chargeWith({
    chargeId: 'chg_refund',
    type: 'refund',
    subject: {
      kind: 'refund',
      chargeId: charge.chargeId,
      type: 'overage',
      ...(cause && { cause }),
    } as never,
    amount: cny(amount),
    lines: [{ kind: 'refund', period, description: 'Refund', quantity: 1, amount: cny(amount) }],
    status,
  });

describe('what waits for a period', () => {
  it('is billed up to its cost, and credited down to it', () => {
    expect(pendingOf({ cost: 200, bills: [bill(160)] })).toBe(40);
    expect(pendingOf({ cost: 160, bills: [bill(160)] })).toBe(0);
    expect(pendingOf({ cost: 100, bills: [bill(160)] })).toBe(-60);
  });

  it('is billed again where a lost dispute has taken it', () => {
    expect(pendingOf({ cost: 160, bills: [bill(160, { reversed: 160 })] })).toBe(160);
  });

  it('is not credited where it was refunded or waived before', () => {
    expect(pendingOf({ cost: 0, bills: [bill(160, { forgiven: 100 })] })).toBe(-60);
    expect(pendingOf({ cost: 0, bills: [bill(160, { forgiven: 160 })] })).toBe(0);
  });
});

describe('credits', () => {
  it('are of the latest bill first, and of no bill more than it is', () => {
    const bills = [bill(100), bill(50), bill(30, { credited: 10 })];
    expect(creditsOf({ cost: 90, bills }).map((credit) => [credit.bill.billed, credit.amount])).toEqual([
      [30, 20],
      [50, 50],
      [100, 10],
    ]);
  });

  it('are refunded by the payments of their bills, as far as these can be', () => {
    const partly = bill(240, { charge: { ...charge, refunding: 200 } });
    expect(refundsOfCredits([{ bill: partly, amount: 80 }])).toEqual([{ charge: partly.charge, amount: 40 }]);
    expect(refundsOfCredits([{ bill: bill(80, { charge: undefined }), amount: 80 }])).toEqual([]);
  });

  it('are of what was received: neither of what nobody has paid, nor of what is disputed', () => {
    expect(isReceived(bill(1))).toBe(true);
    expect(isReceived(bill(1, { charge: undefined }))).toBe(true);
    expect(isReceived(bill(1, { charge: { ...charge, status: 'pending' } }))).toBe(false);
    expect(isReceived(bill(1, { charge: { ...charge, disputed: true } }))).toBe(false);
  });
});

describe('a charge', () => {
  it('asks for its own period and for those that its corrections are of', () => {
    expect(partsOf(charge)).toEqual([
      { period: MARCH, amount: 160 },
      { period: FEBRUARY, amount: 80 },
    ]);
    expect(partsOf(chargeWith())).toEqual([]);
  });

  it('has of each period returned what its refunds say, by their cause', () => {
    const refunds = [refund(MARCH, 10, 'correction'), refund(MARCH, 20), refund(FEBRUARY, 5, 'dispute')];
    expect(returnedOf({ charge, refunds }, MARCH)).toEqual({ credited: 10, forgiven: 20, reversed: 0 });
    expect(returnedOf({ charge, refunds }, FEBRUARY)).toEqual({ credited: 0, forgiven: 0, reversed: 5 });
    expect(partLeft({ charge, refunds }, MARCH)).toBe(130);
  });

  it('that was waived has all of it returned', () => {
    const waived = { charge: { ...charge, status: 'waived' as const }, refunds: [] };
    expect([partLeft(waived, MARCH), partLeft(waived, FEBRUARY)]).toEqual([0, 0]);
  });
});

it('takes an amount from the first part before the next, and no more than there is', () => {
  const parts = partsOf(charge);
  expect(spread(200, parts).map(({ amount }) => amount)).toEqual([160, 40]);
  expect(spread(999, parts).map(({ amount }) => amount)).toEqual([160, 80]);
  expect(spread(0, parts)).toEqual([]);
});
