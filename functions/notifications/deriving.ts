import { isDeepStrictEqual } from 'node:util';
import { type Charge, chargeView } from '../domain/charges/charges.ts';
import type { DomainEvent, EventType } from '../domain/events.ts';
import { eventIdOf } from '../domain/ids.ts';
import type { Balance } from '../domain/metering/balances.ts';
import { limitOf } from '../domain/metering/balances.ts';
import { type Quota, quotaOf } from '../domain/metering/quota.ts';
import type { Meter } from '../domain/meters.ts';
import { cny } from '../domain/money.ts';
import { EXCEEDED_PERCENT, risesOf } from '../domain/notifications/alerts.ts';
import { PACK_GRACE, type Purchase } from '../domain/packs/purchases.ts';
import { comingLimit, plannedReleases } from '../domain/slots/graces.ts';
import { slotQuotaOf } from '../domain/slots/slot-quota.ts';
import { heldSlots, type Slots } from '../domain/slots/slots.ts';
import type { UnallocatedEntry } from '../domain/theme-store/earnings.ts';
import type { ThemeVersion } from '../domain/theme-store/theme-versions.ts';
import { type Instant, iso, plus } from '../domain/time.ts';
import type { Change, SlotsImage } from '../store/stream/changes.ts';

/** An event without id, account and time. */
export interface Derived {
  readonly type: EventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Derives the events of a change. `now` decides only which leases had expired. A replay at a later `now` may therefore
 * add or omit slot events; events derived both times have the same ids.
 */
export function deriveEvents(change: Change, now: Instant): Derived[] {
  if (change.kind === 'purchase') return fromPurchase(change.before, change.after);
  if (change.kind === 'charge') return fromCharge(change.before, change.after);
  if (change.kind === 'account') return fromAccount(change.before, change.after);
  if (change.kind === 'theme-sale') return fromThemeSale(change.before, change.after);
  if (change.kind === 'theme-version') return fromThemeVersion(change.before, change.after);
  const [old, quota] = quotasIn(change, now);
  const derived = fromQuota(change.meter, old, quota, change.before === null);
  if (change.kind === 'slots') return [...derived, ...fromSlots(change.before, change.after, now)];
  const isMonthOver = hasLostItsOverage(change.before, change.after);
  return isMonthOver ? [...derived, ...fromMonthEnd(change.meter, quota)] : derived;
}

/** A change of an item that has a quota. */
type QuotaChange = Extract<Change, { kind: 'balance' | 'slots' }>;

export const isQuotaChange = (change: Change): change is QuotaChange =>
  change.kind === 'balance' || change.kind === 'slots';

/** Returns the quota before and after a change. For a new item, `before` is the same item without usage. */
export function quotasIn(change: QuotaChange, now: Instant): [before: Quota, after: Quota] {
  if (change.kind === 'slots') {
    const { meter, before, after } = change;
    const old = before?.slots ?? noneHeld(after);
    return [slotQuotaOf(meter, old, now, false), slotQuotaOf(meter, after.slots, now, false)];
  }
  const { meter, period, before, after } = change;
  return [
    quotaOf(meter, before ?? unused(after), period, now, false),
    quotaOf(meter, after, period, now, false),
  ];
}

/** Whether the confirmed overage has ended while usage exceeds the limit. */
const hasLostItsOverage = (before: Balance | null, after: Balance): boolean =>
  before?.overage != null && after.overage === null && after.used > limitOf(after);

/** The account cannot reserve from now on. The event says how much to delete, confirm or buy. */
const fromMonthEnd = (meter: Meter, quota: Quota): Derived[] => [
  {
    type: 'overage.confirmation-required',
    data: { ...quotaData(quota), beyond: quota.overage.beyond, unitPrice: meter.overage },
  },
  { type: 'account.state-changed', data: { meter: meter.name } },
];

/**
 * Names the events of a stream record by the record and their index among events of the same type. Ids are the same at
 * each replay, even if an expired lease adds or removes events of other types.
 */
export function named(
  derived: readonly Derived[],
  account: Change['account'],
  sequence: string,
  at: Instant,
): DomainEvent[] {
  const counts = new Map<EventType, number>();
  return derived.map(({ type, data }) => {
    const index = counts.get(type) ?? 0;
    counts.set(type, index + 1);
    return { id: eventIdOf(type, account, sequence, String(index)), type, account, at, data };
  });
}

/** Returns a new balance as it was before its first usage. */
const unused = (balance: Balance): Balance => ({
  ...balance,
  used: 0,
  holds: new Map(),
  left: limitOf(balance),
  overage: null,
  blocked: false,
});

const noneHeld = ({ slots }: SlotsImage): Slots => ({ ...slots, held: new Map() });

/** Derives one event per threshold reached, however large the increase, and one for a changed state. */
function fromQuota(meter: Meter, old: Quota, quota: Quota, isNew: boolean): Derived[] {
  const reached = risesOf(meter, old, quota).filter(({ isReached }) => isReached);
  const data = quotaData(quota);
  const events: Derived[] = [];
  if (reached.some(({ percent }) => percent === meter.warnAtPercent))
    events.push({ type: 'quota.warning', data });
  if (reached.some(({ percent }) => percent === EXCEEDED_PERCENT)) {
    events.push({ type: 'quota.exceeded', data });
    if (meter.overage && !quota.overage.confirmed)
      events.push({ type: 'overage.confirmation-required', data: { ...data, unitPrice: meter.overage } });
  }
  const hasChanged = old.state !== quota.state || (!isNew && old.limit !== quota.limit);
  return hasChanged ? [...events, { type: 'account.state-changed', data: { meter: meter.name } }] : events;
}

const quotaData = ({ meter, unit, state, used, limit, remaining, period }: Quota) => ({
  meter,
  unit,
  state,
  used,
  limit,
  remaining,
  percent: limit === 0 ? null : Number((BigInt(used) * 100n) / BigInt(limit)),
  period,
});

function fromSlots(before: SlotsImage | null, after: SlotsImage, now: Instant): Derived[] {
  const newlyReleased = after.released.filter(
    (jobId) => before?.slots.held.has(jobId) && !after.slots.held.has(jobId),
  );
  return [
    ...fromReleases(before?.slots ?? noneHeld(after), after.slots, now),
    ...newlyReleased.map((jobId) => ({
      type: 'slot.released' as const,
      data: { jobId, reason: 'over-limit' },
    })),
  ];
}

/** Derives the slot releases that a change of the grace periods announced or postponed. */
function fromReleases(before: Slots, after: Slots, now: Instant): Derived[] {
  if (isDeepStrictEqual(before.graces, after.graces)) return [];
  const planned = plannedReleases(after, now);
  const known = new Map(plannedReleases(before, now).map(({ slot, at }) => [slot.jobId, at]));
  const [first] = planned;
  if (!first || planned.every(({ slot, at }) => known.get(slot.jobId) === at)) return [];
  const data = {
    limit: after.limit,
    comingLimit: comingLimit(after),
    active: heldSlots(after, now).length,
    slots: planned.map(({ slot }) => slot.jobId),
    releaseAt: iso(first.at),
    releases: planned.map(({ slot, at, cause }) => ({
      jobId: slot.jobId,
      releaseAt: iso(at),
      purchaseId: cause,
    })),
  };
  return [{ type: 'slots.over-limit', data }];
}

function fromPurchase(before: Purchase | null, after: Purchase): Derived[] {
  const data = {
    purchaseId: after.purchaseId,
    packType: after.terms.packType,
    name: after.terms.name,
    grants: after.terms.grants,
    endsAt: after.endsAt === null ? null : iso(after.endsAt),
    graceEndsAt: after.endsAt === null ? null : iso(plus(after.endsAt, PACK_GRACE)),
  };
  const isLonger = (before?.endsAt ?? 0) < (after.endsAt ?? 0);
  const isBegun = after.state === 'active' && (before?.state !== 'active' || isLonger);
  const isReminded = after.reminded !== null && after.reminded !== before?.reminded;
  // A failed refund restores the state `expired`; that expiry was published before.
  const hasExpired = after.state === 'expired' && before?.state !== 'expired' && before?.state !== 'refunded';
  return [
    ...(isBegun
      ? [{ type: 'pack.activated' as const, data: { ...data, renewed: before?.startsAt != null } }]
      : []),
    ...(isReminded ? [{ type: 'pack.expiring' as const, data: { ...data, daysLeft: after.reminded } }] : []),
    ...(hasExpired ? [{ type: 'pack.expired' as const, data }] : []),
  ];
}

function fromCharge(before: Charge | null, after: Charge): Derived[] {
  const data = { charge: chargeView(after) };
  const events: Derived[] = [];
  if (before === null && after.subject.kind === 'overage')
    events.push({
      type: 'overage.closed',
      data: { meter: after.subject.meter, amount: after.amount, ...data },
    });
  const reminded = after.reminded ?? 0;
  if (reminded > 0 && reminded !== before?.reminded)
    events.push({
      type: 'charge.payment-due',
      data: { ...data, daysLeft: reminded, dueAt: data.charge.dueAt },
    });
  // A failed refund restores the status `paid`; that payment was published before.
  if (after.status === before?.status || before?.status === 'refunded') return events;
  if (after.status === 'succeeded')
    events.push({ type: after.type === 'refund' ? 'charge.refunded' : 'charge.succeeded', data });
  if (after.status === 'failed') events.push({ type: 'charge.failed', data });
  return events;
}

/** The first overdue charge suspends an account. The last one paid or waived restores it. */
function fromAccount(before: ReadonlySet<string>, after: ReadonlySet<string>): Derived[] {
  if (before.size === 0 && after.size > 0)
    return [{ type: 'account.suspended', data: { charges: [...after] } }];
  return before.size > 0 && after.size === 0
    ? [{ type: 'account.restored', data: { charges: [...before] } }]
    : [];
}

/** Derives the creator's event about a paid sale. It does not name the buyer. */
function fromThemeSale(before: UnallocatedEntry | null, after: UnallocatedEntry): Derived[] {
  if (before !== null || after.kind !== 'sale') return [];
  const { purchaseId, themeId, name, amount, at } = after;
  return [{ type: 'theme.sold', data: { purchaseId, themeId, name, amount: cny(amount), soldAt: iso(at) } }];
}

/** Derives the creator's event about each result of validation or review. */
function fromThemeVersion(before: ThemeVersion | null, after: ThemeVersion): Derived[] {
  const { themeId, name, number, state, checks, validatedAt } = after;
  const isNew = before?.state !== state || before.validatedAt !== validatedAt;
  if ((state !== 'passed' && state !== 'failed') || !isNew) return [];
  const failed = checks.filter(({ passed }) => !passed);
  return [{ type: 'theme.validated', data: { themeId, name, version: number, state, failed } }];
}
