import { dayAt } from '../../functions/domain/calendar.ts';
import {
  type Charge,
  type ChargeEvent,
  type ChargeStatus,
  chargeStatuses,
  moveOf,
  newCharge,
  overdueFrom,
  refundable,
} from '../../functions/domain/charges/charges.ts';
import { ageOf } from '../../functions/domain/charges/outstanding.ts';
import { type Balance, overLimit, untouched } from '../../functions/domain/metering/balances.ts';
import {
  burn,
  carryOver,
  correctCarried,
  expireGrantOf,
  type Grant,
  granted,
  provisionalGrants,
} from '../../functions/domain/metering/grants.ts';
import { quotaOf } from '../../functions/domain/metering/quota.ts';
import { type Meter, requireMeter } from '../../functions/domain/meters.ts';
import { priceOf } from '../../functions/domain/money.ts';
import {
  capOf,
  costOf,
  overageAllowance,
  overageLines,
  withdraw,
} from '../../functions/domain/overage/overage.ts';
import {
  afterStep,
  nextStep,
  type Purchase,
  planRenewal,
  refundOf,
  remindedAt,
} from '../../functions/domain/packs/purchases.ts';
import { isDue, periodOf, periodOfDay } from '../../functions/domain/periods.ts';
import { recountRevenue, recountUsage } from '../../functions/domain/reports/recount.ts';
import { type Day, hourOf } from '../../functions/domain/time.ts';
import { correctionRules } from './correction-rules.ts';
import { storeRules } from './store-rules.ts';
import {
  after,
  amountOf,
  meterIn,
  moneyOf,
  overageIn,
  packsIn,
  partsOf,
  purchaseIn,
  shownIn,
  shownMoney,
  shownTime,
  timeOf,
  unitIn,
} from './words.ts';

/** What follows from the first half of an example, in the words of its second half. */
type Rule = (given: string) => string;

/** Each kind of example → the rule of the domain that it shows. */
export const rules: Readonly<Record<string, Rule>> = {
  ...storeRules,
  ...correctionRules,

  burning: (given) => {
    const { used, free, packs, shown } = capacityIn(given);
    const { free: fromFree, byGrant, beyond } = burn(used, free, packs);
    const fromPacks = [...byGrant].map(([pack, burnt]) => `${pack} ${shown(burnt)}`);
    return [`free ${shown(fromFree)}`, ...fromPacks, `overage ${shown(beyond)}`].join(', ');
  },

  'carry-over': (given) => {
    const { used, free, packs, shown } = capacityIn(given);
    return listed(carryOver(used, free, packs), shown);
  },

  'started-period': (given) => {
    const [begun = '', leaves = ''] = given.split(', the close leaves ');
    const left = packsIn(
      leaves
        .split(' and ')
        .map((each) => `pack ${each}`)
        .join(', '),
    );
    return listed(correctCarried(provisionalGrants(packsIn(begun)), left), shownIn(unitIn(given)));
  },

  late: (given) => {
    const [amount = '', at = ''] = (partsOf(given)[0] ?? '').split(' at ');
    const lateBy = Number(partsOf(given)[1]?.replace(/ months? late/, ''));
    const entry = { hash: '0', amount: amountOf(amount), lateBy };
    const months = recountUsage(new Map([[hourOf(timeOf(at)), [entry]]]), new Map());
    return [...months].map(([day, sum]) => `${shownIn('GB')(sum)} in ${day.slice(0, 7)}`).join(', ');
  },

  closing: (given) => {
    const period = periodOfDay(`${after('month', given)}-01` as Day);
    return isDue(period, timeOf(after('at', given))) ? 'closes' : 'open';
  },

  timeline: (given) => courseOf(purchaseIn(given)).join(', '),

  reminder: (given) => {
    const days = remindedAt(timeOf(after('ends', given)), timeOf(after('first checked', given)));
    if (days === null) return 'none';
    if (days === 0) return 'expiry only';
    return `${days} ${days === 1 ? 'day' : 'days'} before`;
  },

  renewal: (given) => {
    const requested = planRenewal(purchaseIn(given), timeOf(after('requested', given)));
    if (requested.kind === 'planned')
      return `from ${shownTime(requested.plan.startsAt)} until ${shownTime(requested.plan.endsAt ?? requested.plan.startsAt)}`;
    if (requested.kind === 'too-early') return `refused before ${shownTime(requested.from)}`;
    return requested.kind === 'too-late' ? `refused from ${shownTime(requested.until)} on` : requested.why;
  },

  refundable: (given) => {
    const charge = chargeOf({ amount: moneyOf(after('paid', given)), status: 'succeeded' });
    const refunding = moneyOf(after('refunded', given)).amount;
    return `${shownMoney({ ...charge.amount, amount: refundable({ ...charge, refunding }) })} at most`;
  },

  revoked: (given) => {
    const { used, free, packs, shown } = capacityIn(given);
    const pack = after('refunded', given);
    const ended = expireGrantOf(used, free, packs, pack);
    return `limit ${shown(free + granted(ended))}, ${listed(ended, shown)}`;
  },

  'revoked-term': (given) => {
    const { state, endsAt } = refundOf(purchaseIn(given));
    return state === 'refunded' || endsAt === null ? 'ends now' : `until ${shownTime(endsAt)}`;
  },

  price: (given) => {
    const [meter = '', ...amount] = given.split(' ');
    return shownMoney(priceOf(amountOf(amount.join(' ')), unitPriceOf(requireMeter(meter))));
  },

  overage: (given) => {
    const overage = overageIn(meterIn(given), given);
    const beyond = amountOf(after('overage', given));
    const lines = overageLines(overage, beyond).map(({ total }) => shownMoney(total));
    const sum = lines.length > 1 ? `${lines.join(' + ')} = ` : '';
    return `${sum}${shownMoney(costOf(overage, beyond))} of ${shownMoney(capOf(overage))}`;
  },

  withdrawal: (given) => {
    const stays = withdraw(overageIn(meterIn(given), given), amountOf(after('overage', given)));
    const shown = shownIn(unitIn(given));
    const amounts = stays.tranches.map(({ amount }) => `confirmed ${shown(amount)}`);
    return [...amounts, `at most ${shownMoney(capOf(stays))}`].join(', ');
  },

  state: (given) => {
    const meter = meterIn(given);
    const overage = overageIn(meter, given);
    const used = amountOf(after('used', given));
    const left = meter.free + overageAllowance(overage) - used;
    const balance: Balance = { ...untouched(meter), used, left, overage };
    const at = timeOf('2027-05-10');
    const { state, remaining } = quotaOf(meter, balance, periodOf(at), at, false);
    return `${state}, ${shownIn(unitIn(given))(remaining)} left`;
  },

  peak: (given) => {
    const meter = meterIn(given);
    const overage = { ...overageIn(meter, given), peak: amountOf(after('peak overage', given)) };
    const used = meter.free + amountOf(after('final overage', given));
    const left = meter.free + overageAllowance(overage) - used;
    return shownMoney(costOf(overage, overLimit({ ...untouched(meter), used, left, overage })));
  },

  debt: (given) => {
    const createdAt = timeOf(after('charged', given));
    return `overdue ${shownTime(overdueFrom({ createdAt }))}`;
  },

  age: (given) => {
    const createdAt = timeOf(after('charged', given));
    return `${ageOf(dayAt(createdAt), dayAt(timeOf(after('checked', given))))} days`;
  },

  events: (given) => {
    const [first = '', ...events] = partsOf(given);
    let status = statusOf(first);
    const moves = events.map((event) => {
      const move = moveOf(status, event as ChargeEvent);
      if (move !== 'ignored' && move !== 'illegal') status = move;
      return move;
    });
    return moves.join(', ');
  },

  day: (given) => dayAt(timeOf(after('settled', given))),

  revenue: (given) => {
    const charges = partsOf(given).map(chargeIn);
    const days = recountRevenue({ charges, purchases: [], expired: [], lines: [] });
    return [...days]
      .flatMap(([day, sums]) =>
        Object.entries(sums).map(
          ([name, amount]) => `${day} ${name} ${shownMoney({ amount: Number(amount), currency: 'CNY' })}`,
        ),
      )
      .join(', ');
  },
};

function capacityIn(given: string) {
  return {
    used: amountOf(after('used', given)),
    free: amountOf(after('free', given)),
    packs: packsIn(given),
    shown: shownIn(unitIn(given)),
  };
}

const listed = (packs: readonly Grant[], shown: (amount: number) => string): string =>
  packs.map(({ grantId, amount }) => `${grantId} ${shown(amount)}`).join(', ') || 'nothing';

function unitPriceOf({ name, overage }: Meter) {
  if (!overage) throw new Error(`Overage is not available for ${name}. Buy a pack instead.`);
  return overage;
}

/** All that time does to a pack that nobody renews, each at its time. */
function courseOf(bought: Purchase): string[] {
  const course: string[] = [];
  let purchase = bought;
  for (let step = nextStep(purchase); step; step = nextStep(purchase)) {
    course.push(`${step.kind} ${shownTime(step.at)}`);
    purchase = afterStep(purchase, step, step.at);
  }
  return course;
}

function statusOf(text: string): ChargeStatus {
  const status = chargeStatuses.find((known) => known === text);
  if (!status) throw new Error(`${text} is no status of a charge.`);
  return status;
}

const chargeOf = (parts: Pick<Charge, 'amount'> & Partial<Charge>): Charge => ({
  ...newCharge,
  chargeId: 'chg_example',
  account: 'user_example' as Charge['account'],
  type: 'capacityPack',
  subject: { kind: 'purchase', purchaseId: 'pur_example', packType: 'example' },
  lines: [],
  reason: 'An example',
  createdAt: timeOf('2027-01-01'),
  ...parts,
});

/** `119.00 paid 2027-05-03` or `19.00 refunded 2027-06-02`. */
function chargeIn(part: string): Charge {
  const [, amount = '', what = '', at = '', returned] =
    /^([\d.]+) (paid|refunded) (\S+)(?: and returned (.+))?$/.exec(part) ?? [];
  const ended = { status: 'succeeded', settledAt: timeOf(at) } as const;
  const parts = {
    amount: moneyOf(amount),
    ...(returned
      ? ({ status: 'failed', succeededAt: ended.settledAt, settledAt: timeOf(returned) } as const)
      : ended),
  };
  return what === 'paid'
    ? chargeOf(parts)
    : chargeOf({
        ...parts,
        type: 'refund',
        subject: { kind: 'refund', chargeId: 'chg_example', type: 'capacityPack' },
      });
}
