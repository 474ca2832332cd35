import { type Balance, type Grant, limitOf, reservedAt } from './balances.ts';
import type { Meter, MeterKind } from './meters.ts';
import { cny, type Money, priceOf } from './money.ts';
import type { Period } from './periods.ts';
import { heldSlots, type Slots } from './slots.ts';
import { type Instant, iso } from './time.ts';

export type QuotaState = 'ok' | 'warning' | 'exceeded' | 'overage' | 'blocked';

/** What an account has used of a meter and may still use, as the API shows it. Amounts in the meter's unit. */
export interface Quota {
  readonly meter: string;
  readonly title: string;
  readonly kind: MeterKind;
  readonly unit: string;
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly state: QuotaState;
  /** The percentage of the limit from which the state is `warning`. */
  readonly warnAtPercent: number;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly grants: readonly GrantView[];
  readonly overage: { readonly confirmed: boolean; readonly cap: Money | null; readonly estimate: Money };
  readonly burn?: readonly Burn[];
  readonly unreserved?: number;
}

export interface GrantView {
  readonly grantId: string;
  readonly packType: string;
  readonly amount: number;
  readonly expiresAt: string | null;
}

/** How much of the use one source of capacity has taken, in the order of burning. */
export interface Burn {
  readonly source: string;
  readonly amount: number;
  readonly used: number;
}

interface Facts {
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly grants: readonly Grant[];
}

/** The quota of a counter or a gauge. `explain` adds which source burnt what. */
export function quotaOf(
  meter: Meter,
  balance: Balance,
  period: Period,
  now: Instant,
  explain: boolean,
): Quota {
  const facts: Facts = {
    limit: limitOf(balance),
    used: balance.used,
    reserved: reservedAt(balance, now),
    grants: balance.grants,
  };
  const quota = present(meter, facts, meter.kind === 'counter' ? period : null, explain);
  return explain && meter.kind === 'gauge' ? { ...quota, unreserved: balance.unreserved } : quota;
}

/** The quota of a meter whose slots are held by name. */
export function slotQuotaOf(meter: Meter, slots: Slots, now: Instant, explain: boolean): Quota {
  const facts: Facts = {
    limit: slots.limit,
    used: heldSlots(slots, now).length,
    reserved: 0,
    grants: slots.grants,
  };
  return present(meter, facts, null, explain);
}

function present(meter: Meter, facts: Facts, period: Period | null, explain: boolean): Quota {
  const over = Math.max(0, facts.used - facts.limit);
  return {
    meter: meter.name,
    title: meter.title,
    kind: meter.kind,
    unit: meter.unit,
    limit: facts.limit,
    used: facts.used,
    reserved: facts.reserved,
    remaining: Math.max(0, facts.limit - facts.used - facts.reserved),
    state: stateOf(meter, facts.used, facts.limit),
    warnAtPercent: meter.warnAtPercent,
    period: period && { start: iso(period.start), end: iso(period.end) },
    grants: facts.grants.map(viewGrant),
    overage: {
      confirmed: false,
      cap: null,
      estimate: meter.overage ? priceOf(over, meter.overage) : cny(0),
    },
    ...(explain ? { burn: burnDown(meter, facts.used, facts.grants, facts.limit) } : {}),
  };
}

const viewGrant = (grant: Grant): GrantView => ({
  grantId: grant.grantId,
  packType: grant.packType,
  amount: grant.amount,
  expiresAt: grant.expiresAt === null ? null : iso(grant.expiresAt),
});

/** `warning` from the meter's own mark, `exceeded` from the limit on. In integers: no ratio is ever rounded. */
export function stateOf(meter: Meter, used: number, limit: number): QuotaState {
  if (used >= limit) return 'exceeded';
  const warns = BigInt(used) * 100n >= BigInt(limit) * BigInt(meter.warnAtPercent);
  return warns ? 'warning' : 'ok';
}

/** Splits `used` over what is free and the grants, the one that ends first before the others, then beyond. */
export function burnDown(meter: Meter, used: number, grants: readonly Grant[], limit: number): Burn[] {
  const granted = grants.reduce((sum, grant) => sum + grant.amount, 0);
  const endOf = (grant: Grant) => grant.expiresAt ?? Number.POSITIVE_INFINITY;
  const byEnd = [...grants].sort((a, b) => endOf(a) - endOf(b) || (a.grantId < b.grantId ? -1 : 1));
  const sources = [
    { source: 'free', amount: Math.max(0, limit - granted) },
    ...byEnd.map((grant) => ({ source: grant.grantId, amount: grant.amount })),
  ];
  let rest = used;
  const burns = sources.map(({ source, amount }) => {
    const taken = Math.min(rest, amount);
    rest -= taken;
    return { source, amount, used: taken };
  });
  return rest > 0 && meter.overage ? [...burns, { source: 'overage', amount: 0, used: rest }] : burns;
}

export interface Check {
  readonly allowed: boolean;
  readonly reason: null | 'quota-exceeded' | 'hard-blocked';
  readonly remaining: number;
}

/** Whether `amount` more would fit. Advice: nothing is taken. */
export function checkQuota(quota: Quota, amount: number): Check {
  const allowed = amount <= quota.remaining;
  return { allowed, reason: allowed ? null : 'quota-exceeded', remaining: quota.remaining };
}
