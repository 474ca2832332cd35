import { all } from '../support/paying.ts';
import { csvTakings, takingsOf } from '../support/takings.ts';
import type { Actor } from './actor.ts';
import { levelOf } from './model/alerts.ts';
import type { Confirmed } from './model/confirmed.ts';
import { isDisputed } from './model/ledger.ts';
import type { Release } from './model/slots.ts';
import type { Storage } from './model/storage.ts';
import { COUNTERS, type CounterName, DAY, MINUTE, monthOf } from './model/terms.ts';

const LEVELS = ['ok', 'warning', 'exceeded'] as const;

export interface QuotaFacts {
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly state: string;
  readonly grants: readonly string[];
  readonly cap: number | null;
  readonly estimate: number | null;
}

/** What was answered and what the model expects, where they differ. */
export interface Mismatch {
  readonly what: string;
  readonly answered: unknown;
  readonly expected: unknown;
}

export const differing = (what: string, answered: unknown, expected: unknown): Mismatch[] =>
  JSON.stringify(answered) === JSON.stringify(expected) ? [] : [{ what, answered, expected }];

/** Compares all quotas of an account with its model. One request. */
export async function compareQuotas(actor: Actor): Promise<Mismatch[]> {
  const now = actor.now();
  const { body } = await actor.owner.call(`GET ${actor.base}/quotas`);
  const expected = quotasOf(actor, now);
  return Object.entries(expected).flatMap(([meter, facts]) => {
    const quota = body.quotas.find((each: { meter: string }) => each.meter === meter);
    const answered: QuotaFacts = {
      limit: quota.limit,
      used: quota.used,
      reserved: quota.reserved,
      remaining: quota.remaining,
      state: quota.state,
      grants: quota.grants.map(grantText).sort(),
      cap: quota.overage.cap?.amount ?? null,
      estimate: quota.overage.confirmed ? quota.overage.estimate.amount : null,
    };
    return differing(`quota of ${meter}`, answered, facts);
  });
}

const grantText = ({ packType, amount }: { packType: string; amount: number }): string =>
  `${packType} ${amount}`;

function quotasOf({ model }: Actor, now: number): Record<string, QuotaFacts> {
  const standing = model.packs.filter(({ state }) => state === 'active' || state === 'expiring');
  const counters = COUNTERS.map((meter) => [meter, counterFacts(meter)] as const);
  function counterFacts(meter: CounterName): QuotaFacts {
    const month = monthOf(now);
    const counter = model.counters[meter];
    const { limit, used, beyond, grants } = counter.month(month);
    const reserved = model.reserved(meter);
    const confirmed = counter.confirmedIn(month);
    return {
      limit,
      used,
      reserved,
      remaining: model.isSuspended ? 0 : Math.max(0, limit + confirmed.room - used - reserved),
      state: stateOf(used, limit, confirmed),
      grants: grants
        .filter(({ ended }) => !ended)
        .map(({ grant, amount }) => grantText({ packType: grant.packType, amount }))
        .sort(),
      ...overageFacts(confirmed, beyond),
    };
  }
  function overageFacts(confirmed: Confirmed, beyond: number): Pick<QuotaFacts, 'cap' | 'estimate'> {
    const isConfirmed = confirmed.isConfirmed(now);
    return {
      cap: isConfirmed ? confirmed.capAt(now) : null,
      estimate: isConfirmed ? confirmed.costOf(beyond) : null,
    };
  }
  function stateOf(used: number, limit: number, confirmed: Confirmed | null): string {
    if (model.isSuspended) return 'blocked';
    const level = LEVELS[levelOf(used, limit)];
    if (level !== 'exceeded' || !confirmed?.isConfirmed(now)) return level;
    return used < limit + confirmed.room ? 'overage' : 'blocked';
  }
  function storageFacts({ confirmed, limit, used, beyond }: Storage): QuotaFacts {
    const reserved = model.storage.reservedAt(now);
    return {
      ...plain('storage', limit, used, reserved),
      remaining: model.isSuspended ? 0 : Math.max(0, model.storage.freeAt(now)),
      state: stateOf(used, limit, confirmed),
      ...overageFacts(confirmed, beyond),
    };
  }
  const plain = (
    meter: 'storage' | 'jobSlots',
    limit: number,
    used: number,
    reserved: number,
  ): QuotaFacts => ({
    limit,
    used,
    reserved,
    remaining: model.isSuspended ? 0 : Math.max(0, limit - used - reserved),
    state: stateOf(used, limit, null),
    grants: standing
      .flatMap(({ packType, terms }) => {
        const amount = terms.grants[meter];
        return amount === undefined ? [] : [grantText({ packType, amount })];
      })
      .sort(),
    cap: null,
    estimate: null,
  });
  return {
    ...Object.fromEntries(counters),
    storage: storageFacts(model.storage),
    jobSlots: plain('jobSlots', model.slots.limit, model.slots.heldAt(now).length, 0),
  };
}

interface ChargeAnswer {
  readonly chargeId: string;
  readonly type: string;
  readonly amount: { readonly amount: number };
  readonly status: string;
  readonly refunded: { readonly amount: number };
  readonly disputed: boolean;
  readonly surplus: readonly { readonly amount: { readonly amount: number }; readonly status: string }[];
  readonly subject: {
    readonly kind: string;
    readonly chargeId?: string;
    readonly meter?: string;
    readonly period?: string;
  };
  readonly lines: readonly { readonly amount: { readonly amount: number } }[];
}

interface ChargeText {
  readonly type: string;
  readonly status: string;
  readonly disputed: boolean;
  /** Payments beside the one that paid it: what of each, and how its refund stands. */
  readonly surplus: readonly string[];
}

const chargeText = (
  { type, status, disputed, surplus }: ChargeText,
  amount: number,
  refunded: number,
): string =>
  [
    `${type} ${amount} ${status}, ${refunded} refunded`,
    ...(disputed ? ['disputed'] : []),
    ...[...surplus].sort().map((text) => `surplus ${text}`),
  ].join(', ');

/** Compares all charges; what closes have made gets its real id in the model. */
export async function compareCharges(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const { charges } = actor.model.ledger;
  const items = await all<ChargeAnswer>(actor.owner, `${actor.base}/charges`);
  const known = new Set(charges.map(({ chargeId }) => chargeId));
  for (const { chargeId, subject, amount } of items.filter((item) => !known.has(item.chargeId))) {
    const name =
      subject.kind === 'refund'
        ? `credit of ${subject.chargeId}`
        : `${subject.meter} ${subject.period?.slice(0, 7)}`;
    const charge = charges.find((each) => each.chargeId === name && each.amount === amount.amount);
    if (charge) charge.chargeId = chargeId;
  }
  const answered = items.map((item) => {
    const surplus = item.surplus.map(({ amount, status }) => `${amount.amount} ${status}`);
    return chargeText({ ...item, surplus }, item.amount.amount, item.refunded.amount);
  });
  const expected = charges.map((charge) => {
    const surplus = charge.surplus.map(({ amount, status }) => `${amount} ${status}`);
    return chargeText({ ...charge, disputed: isDisputed(charge), surplus }, charge.amount, charge.refunded);
  });
  const sums = items.map(({ lines }) => lines.reduce((sum, line) => sum + line.amount.amount, 0));
  return [
    ...differing('charges', answered.sort(), expected.sort()),
    ...differing(
      'sums of lines',
      sums,
      items.map(({ amount }) => amount.amount),
    ),
  ];
}

/** Compares what waits to be billed or credited with the next close. */
export async function compareAdjustments(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const items = await all<{
    kind: string;
    meter: string;
    period: { start: string };
    amount: { amount: number };
  }>(actor.owner, `${actor.base}/adjustments`);
  const answered = items.map(
    ({ kind, meter, period, amount }) => `${kind} ${meter} ${period.start.slice(0, 7)} ${amount.amount}`,
  );
  const expected = actor.model.adjustments.waiting.map(
    ({ meter, month, amount }) => `${amount > 0 ? 'debit' : 'credit'} ${meter} ${month} ${Math.abs(amount)}`,
  );
  return differing('adjustments', answered.sort(), expected.sort());
}

/** Compares the sums of the CSV with the model's. */
export async function compareCsv(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const answered = await csvTakings(actor.owner, actor.account);
  const { gross, refunds } = takingsOf(actor.model.ledger.charges);
  const sorted = (sums: Readonly<Record<string, number>>) => Object.entries(sums).sort();
  return differing('sums of the CSV', [sorted(answered.gross), answered.refunds], [sorted(gross), refunds]);
}

export async function comparePurchases(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const items = await all<{ packType: string; state: string }>(actor.owner, `${actor.base}/purchases`);
  const text = ({ packType, state }: { packType: string; state: string }) => `${packType} ${state}`;
  return differing('purchases', items.map(text).sort(), actor.model.packs.map(text).sort());
}

export async function compareSlots(actor: Actor): Promise<Mismatch[]> {
  const now = actor.now();
  const { body } = await actor.owner.call(`GET ${actor.base}/job-slots`);
  const { slots } = actor.model;
  const planned = new Map(slots.planned(now).map(({ jobId, at }) => [jobId, at]));
  const answered = body.slots.map(({ jobId, releaseAt }: { jobId: string; releaseAt?: string }) =>
    slotText(jobId, releaseAt === undefined ? undefined : near(releaseAt, [...planned.values()])),
  );
  const expected = slots.heldAt(now).map(({ jobId }) => slotText(jobId, planned.get(jobId)));
  return differing('job slots', [body.limit, answered.sort()], [slots.limit, expected.sort()]);
}

const slotText = (jobId: string, releaseAt: number | undefined): string =>
  releaseAt === undefined ? jobId : `${jobId} until ${new Date(releaseAt).toISOString()}`;

/** What follows from a pack's end may be some minutes late: the schedule looks at it once a minute. */
const SCHEDULE = 5 * MINUTE;

/** An answered time; where one of the expected times is close enough, that one. */
const near = (answered: string, expected: readonly number[]): number =>
  expected.find((at) => Math.abs(at - Date.parse(answered)) < SCHEDULE) ?? Date.parse(answered);

/** Notifications are listed for 90 days: those near that age are left out on both sides. */
export const LISTED = 89 * DAY;

/** Compares how many notifications of each type there are. */
export async function compareNotifications(actor: Actor): Promise<Mismatch[]> {
  const now = actor.now();
  const items = await all<Notification>(actor.owner, `${actor.base}/notifications`);
  const answered = items.filter(({ type, at }) => TYPES.includes(type) && Date.parse(at) > now - LISTED);
  const expected = actor.model.alerts.sent.filter(
    ({ type, at }) => TYPES.includes(type) && at > now - LISTED,
  );
  const times = expected.flatMap(({ releases }) => releases.map(({ at }) => at));
  return [
    ...differing('notifications', tally(answered), tally(expected)),
    ...differing(
      'announced releases of slots',
      answered
        .flatMap(({ type, data }) => (type === OVER_LIMIT ? [answeredReleases(data, times)] : []))
        .sort(),
      expected
        .flatMap(({ type, releases }) => (type === OVER_LIMIT ? [expectedReleases(releases)] : []))
        .sort(),
    ),
  ];
}

interface Notification {
  readonly type: string;
  readonly at: string;
  readonly data: {
    readonly releases: readonly {
      readonly jobId: string;
      readonly releaseAt: string;
      readonly purchaseId: string;
    }[];
  };
}

/** Which slots an announcement lists, when they go and for which purchase. */
const answeredReleases = ({ releases }: Notification['data'], times: readonly number[]): string =>
  releases
    .map(({ jobId, releaseAt, purchaseId }) => `${slotText(jobId, near(releaseAt, times))} by ${purchaseId}`)
    .sort()
    .join(', ');
const expectedReleases = (releases: readonly Release[]): string =>
  releases
    .map(({ jobId, at, packId }) => `${slotText(jobId, at)} by ${packId}`)
    .sort()
    .join(', ');

const OVER_LIMIT = 'slots.over-limit';

/** The types that the model knows. */
const TYPES = [
  'quota.warning',
  'quota.exceeded',
  'overage.confirmation-required',
  'overage.closed',
  'pack.activated',
  'pack.expiring',
  'pack.expired',
  OVER_LIMIT,
  'slot.released',
  'charge.succeeded',
  'charge.failed',
  'charge.refunded',
  'charge.payment-due',
  'account.suspended',
  'account.restored',
];

function tally(notifications: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of notifications.map((each) => each.type).sort()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Compares the snapshots that were taken at the closes of months. */
export async function compareCloses(actor: Actor): Promise<Mismatch[]> {
  actor.now();
  const items = await all<{
    kind: string;
    at: string;
    quotas: readonly { meter: string; used: number; limit: number; period: { start: string } | null }[];
  }>(actor.owner, `${actor.base}/snapshots`);
  const answered = items
    .filter(({ kind }) => kind === 'close')
    .flatMap(({ quotas }) =>
      quotas.map(
        ({ meter, used, limit, period }) => `${meter} ${period?.start.slice(0, 7)} ${used} of ${limit}`,
      ),
    );
  const expected = actor.model.closes.map(
    ({ meter, month, used, limit }) => `${meter} ${month} ${used} of ${limit}`,
  );
  // A month in which nothing happened may have no snapshot.
  return differing(
    'closes',
    answered.sort(),
    expected.filter((text) => answered.includes(text) || !/ 0 of /.test(text)).sort(),
  );
}
