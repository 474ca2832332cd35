import {
  adjustBy,
  billAdjustments,
  moneyOf as moneyOfPeriod,
  noAdjustment,
  receivedCredits,
  type WaitingAdjustment,
} from '../../functions/domain/charges/adjustments.ts';
import {
  type Charge,
  type ChargePayment,
  type ChargeStatus,
  newCharge,
} from '../../functions/domain/charges/charges.ts';
import { refundsOfCredits } from '../../functions/domain/charges/period-money.ts';
import { type Balance, untouched } from '../../functions/domain/metering/balances.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { cny } from '../../functions/domain/money.ts';
import { overageAllowance } from '../../functions/domain/overage/overage.ts';
import type { Day } from '../../functions/domain/time.ts';
import { after, amountOf, meterIn, moneyOf, overageIn, partsOf, says, shownMoney, timeOf } from './words.ts';

/** The rules of corrections, of what waits for them, and of how it is settled. */
export const correctionRules = {
  correction: (given: string) => courseOf(given).effects.map(shownEffect).join(', '),

  waiting: (given: string) => shownEffect(courseOf(given).waits),

  'next-charge': (given: string) => {
    const waiting = partsOf(given).flatMap((part, nth): WaitingAdjustment[] => {
      const [, kind, amount = '', unpaid] =
        /^(debit|credit) ([\d.]+)( of a month that is not paid)?$/.exec(part) ?? [];
      if (kind === undefined) return [];
      const { amount: sum } = moneyOf(amount);
      const adjustment = noAdjustment('bandwidth', `2027-0${nth + 1}-01` as Day, `chg_${nth}`);
      if (kind === 'debit') return [{ adjustment: { ...adjustment, pending: sum }, credits: [] }];
      const charge = chargeOf(unpaid ? 'pending' : 'succeeded', sum);
      const bill = { chargeId: `chg_${nth}`, charge, billed: sum, credited: 0, forgiven: 0, reversed: 0 };
      const credits = receivedCredits({ cost: 0, bills: [bill] });
      return [{ adjustment: { ...adjustment, pending: 0 - sum }, credits }];
    });
    const own = moneyOf(after('overage', given)).amount;
    const { lines, after: left } = billAdjustments(requireMeter('bandwidth'), 'chg_next', own, waiting);
    const charge = lines.reduce((sum, line) => sum + line.amount.amount, own);
    const credit = left.reduce((sum, { adjustment }) => sum - Math.min(0, adjustment.pending), 0);
    const refunded = left
      .flatMap(({ credits }) => refundsOfCredits(credits))
      .reduce((sum, { amount }) => sum + amount, 0);
    return [
      shownMoney(cny(charge)),
      ...(refunded > 0 ? [`${shownMoney(cny(refunded))} refunded`] : []),
      ...(credit > refunded ? [`${shownEffect(refunded - credit)} waits`] : []),
    ].join(', ');
  },
} satisfies Readonly<Record<string, (given: string) => string>>;

const DEED = /^(corrected up by|corrected down by|refunded|waived) ?(.*)$/;

/** By how much each deed of an example moves what waits, and what waits in the end, in minor units. */
function courseOf(given: string): { effects: number[]; waits: number } {
  const { meter, balance } = closedIn(given);
  let known = noAdjustment(meter, MAY, 'chg_may');
  const own = moneyOfPeriod(known, balance, []).cost;
  let status: ChargeStatus = 'pending';
  const refunds: Charge[] = [];
  const effects = partsOf(given).flatMap((part) => {
    const [, deed, amount = ''] = DEED.exec(part) ?? [];
    if (deed === undefined) return [];
    const before = known.pending;
    if (deed === 'waived') status = 'waived';
    if (deed === 'refunded') refunds.push(refundFor(moneyOf(amount).amount));
    const by = deed.startsWith('corrected') ? amountOf(amount) * (deed.includes('up') ? 1 : -1) : 0;
    known = adjustBy(known, balance, [{ charge: chargeOf(status, own), refunds }], by);
    return known.pending - before;
  });
  return { effects, waits: known.pending };
}

const MAY = '2027-05-01' as Day;

const payment: ChargePayment = {
  provider: 'sandbox',
  method: 'sandbox_ok',
  attempt: 1,
  reference: 'pay_example',
  startedAt: timeOf('2027-06-02'),
  operation: 'example',
  open: false,
};

/** The charge of May. */
const chargeOf = (status: ChargeStatus, amount: number): Charge => ({
  ...newCharge,
  chargeId: 'chg_may',
  account: 'user_example' as Charge['account'],
  type: 'overage',
  subject: { kind: 'overage', meter: 'bandwidth', period: MAY },
  amount: cny(amount),
  lines: [{ kind: 'overage', period: MAY, description: 'An example', quantity: 1, amount: cny(amount) }],
  reason: 'An example',
  status,
  createdAt: timeOf('2027-06-02'),
  payment,
});

const refundFor = (amount: number): Charge => ({
  ...chargeOf('succeeded', amount),
  type: 'refund',
  subject: { kind: 'refund', chargeId: 'chg_may', type: 'overage' },
});

/** The balance of a month that has closed, and of which meter it is. */
function closedIn(given: string): { meter: string; balance: Balance } {
  const meter = meterIn(given);
  const overage = says('confirmed', given) ? overageIn(meter, given) : null;
  const used = meter.free + amountOf(after('overage', given));
  const left = meter.free + (overage ? overageAllowance(overage) : 0) - used;
  return { meter: meter.name, balance: { ...untouched(meter), used, left, overage } };
}

const shownEffect = (effect: number): string =>
  effect === 0 ? 'nothing' : `${effect > 0 ? 'debit' : 'credit'} ${shownMoney(cny(Math.abs(effect)))}`;
