import type { AccountId } from '../domain/accounts.ts';
import type { ChargeLine, ChargeView } from '../domain/charges/charges.ts';
import type { ChargeSubject } from '../domain/charges/kinds.ts';
import { type CloudEvent, cloudEventOf, type DomainEvent, type EventType } from '../domain/events.ts';
import type { Quota } from '../domain/metering/quota.ts';
import { storageMeter } from '../domain/meters.ts';
import { cny } from '../domain/money.ts';
import { PACK_GRACE } from '../domain/packs/purchases.ts';
import { periodOf } from '../domain/periods.ts';
import { DAY, type Instant, iso, plus } from '../domain/time.ts';

/** A CloudEvent for tests. Only test events have the extension attribute `test`. */
export type TestEvent = CloudEvent & { readonly test: true };

/** Builds a test event: the structure of a real event of its type, with example data. */
export const testEventOf = (event: Pick<DomainEvent, 'id' | 'type' | 'account' | 'at'>): TestEvent => ({
  ...cloudEventOf({ ...event, data: examples[event.type](event.account, event.at) }),
  test: true,
});

type Example = (account: AccountId, at: Instant) => DomainEvent['data'];

const GB = 1_000_000_000;
const PERCENT = GB / 100;

const storage = (percent: number) => {
  const { name, unit, free, warnAtPercent, title, kind } = storageMeter();
  const limit = 10 * GB;
  const used = 10 * percent * PERCENT;
  const quota: Quota = {
    meter: name,
    title,
    kind,
    unit,
    limit,
    used,
    reserved: 0,
    remaining: limit - used,
    state: percent < 100 ? 'warning' : 'exceeded',
    warnAtPercent,
    period: null,
    grants: [{ grantId: 'pur_example', packType: 'example_pack', amount: limit - free, expiresAt: null }],
    overage: { confirmed: false, cap: null, estimate: cny(0), beyond: 0 },
  };
  return quota;
};

function mark(percent: number) {
  const { meter, unit, state, used, limit, remaining, period } = storage(percent);
  return { meter, unit, state, used, limit, remaining, percent, period };
}

const pack = (endsAt: Instant) => ({
  purchaseId: 'pur_example',
  packType: 'cap_10',
  name: '10 GB of storage',
  grants: { storage: 10 * GB },
  endsAt: iso(endsAt),
  graceEndsAt: iso(plus(endsAt, PACK_GRACE)),
});

function charge(
  account: AccountId,
  at: Instant,
  parts: Pick<ChargeView, 'type' | 'status'> & { readonly subject: ChargeSubject; readonly line: ChargeLine },
): ChargeView {
  const { line, status, ...what } = parts;
  return {
    chargeId: 'chg_example',
    account,
    ...what,
    amount: line.amount,
    status,
    createdAt: iso(at),
    settledAt: status === 'pending' ? null : iso(at),
    reason: line.description,
    failure: status === 'failed' ? 'The payment was declined.' : null,
    refunded: cny(0),
    disputed: false,
    surplus: [],
    dueAt: status === 'pending' ? iso(plus(at, 14 * DAY)) : null,
    lines: [line],
  };
}

const packCharge = (account: AccountId, at: Instant, status: 'succeeded' | 'failed') =>
  charge(account, at, {
    type: 'capacityPack',
    status,
    subject: { kind: 'purchase', purchaseId: 'pur_example', packType: 'cap_10' },
    line: { kind: 'pack', description: '10 GB of storage', quantity: 1, amount: cny(2_900) },
  });

const overageCharge = (account: AccountId, at: Instant) =>
  charge(account, at, {
    type: 'overage',
    status: 'pending',
    subject: { kind: 'overage', meter: 'storage', period: periodOf(at).day },
    line: { kind: 'overage', description: 'Storage overage', quantity: 2 * GB, amount: cny(700) },
  });

const refundCharge = (account: AccountId, at: Instant) =>
  charge(account, at, {
    type: 'refund',
    status: 'succeeded',
    subject: { kind: 'refund', chargeId: 'chg_example_refunded', type: 'capacityPack' },
    line: { kind: 'refund', description: 'Refund', quantity: 1, amount: cny(2_900) },
  });

const examples: Readonly<Record<EventType, Example>> = {
  'quota.warning': () => mark(80),
  'quota.exceeded': () => mark(100),
  'overage.confirmation-required': () => ({ ...mark(100), unitPrice: storageMeter().overage }),
  'overage.closed': (account, at) => {
    const closed = overageCharge(account, at);
    return { meter: 'storage', amount: closed.amount, charge: closed };
  },
  'pack.activated': (_, at) => ({ ...pack(plus(at, 365 * DAY)), renewed: false }),
  'pack.expiring': (_, at) => ({ ...pack(plus(at, 7 * DAY)), daysLeft: 7 }),
  'pack.expired': (_, at) => pack(plus(at, -PACK_GRACE)),
  'slots.over-limit': (_, at) => ({
    limit: 2,
    active: 3,
    slots: ['job_example'],
    releaseAt: iso(plus(at, 3 * DAY)),
  }),
  'slot.released': () => ({ jobId: 'job_example', reason: 'over-limit' }),
  'charge.succeeded': (account, at) => ({ charge: packCharge(account, at, 'succeeded') }),
  'charge.failed': (account, at) => ({ charge: packCharge(account, at, 'failed') }),
  'charge.refunded': (account, at) => ({ charge: refundCharge(account, at) }),
  'charge.payment-due': (account, at) => {
    const owed = overageCharge(account, at);
    return { charge: owed, daysLeft: 7, dueAt: owed.dueAt };
  },
  'account.suspended': () => ({ charges: ['chg_example'] }),
  'account.restored': () => ({ charges: ['chg_example'] }),
  'theme.validated': () => ({
    themeId: 'thm_example',
    name: 'Example theme',
    version: 1,
    state: 'passed',
    failed: [],
  }),
  'theme.sold': (_, at) => ({
    purchaseId: 'pur_example',
    themeId: 'thm_example',
    name: 'Example theme',
    amount: cny(5_000),
    soldAt: iso(at),
  }),
  'account.state-changed': () => ({ meter: 'storage', quotas: [storage(100)] }),
};
