import type { Meter, MeterKind } from '../meters.ts';
import { cny, type Money } from '../money.ts';
import { capOf, costOf, type Overage, overageAllowance } from '../overage/overage.ts';
import type { Period } from '../periods.ts';
import { type Instant, iso } from '../time.ts';
import { type Balance, limitOf, overageAt, overLimit, reservedAt } from './balances.ts';
import { burn, type Grant, granted } from './grants.ts';
import { type Pace, paceOf } from './pace.ts';

export type QuotaState = 'ok' | 'warning' | 'exceeded' | 'overage' | 'blocked';

/** Usage, limit and remaining amount of a meter, as returned by the API. Amounts in the meter's unit. */
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
  readonly overage: QuotaOverage;
  readonly burn?: readonly Burn[];
  readonly unreserved?: number;
  readonly pace?: Pace | null;
}

/** `beyond` is the current usage above the limit. `estimate` is the charge so far; zero without a confirmation. */
export interface QuotaOverage {
  readonly confirmed: boolean;
  readonly cap: Money | null;
  readonly estimate: Money;
  readonly beyond: number;
}

export interface GrantView {
  readonly grantId: string;
  readonly packType: string;
  readonly amount: number;
  readonly expiresAt: string | null;
}

/** The usage consumed from one source of capacity, in burn-down order. */
export interface Burn {
  readonly source: string;
  readonly amount: number;
  readonly used: number;
}

/** The figures from which a quota is computed. */
export interface QuotaFigures {
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly grants: readonly Grant[];
  readonly overage: Overage | null;
  /** The usage above the limit that counts. */
  readonly beyond: number;
  readonly blocked: boolean;
}

/** Returns the quota of a counter or a gauge. `explain` adds the burn-down and the projection. */
export function quotaOf(
  meter: Meter,
  balance: Balance,
  period: Period,
  now: Instant,
  explain: boolean,
): Quota {
  const figures: QuotaFigures = {
    limit: limitOf(balance),
    used: balance.used,
    reserved: reservedAt(balance, now),
    grants: balance.grants,
    overage: overageAt(meter, balance, now),
    beyond: overLimit(balance),
    blocked: balance.blocked,
  };
  const quota = quotaFrom(meter, figures, meter.kind === 'counter' ? period : null, explain);
  if (!explain) return quota;
  if (meter.kind === 'gauge') return { ...quota, unreserved: balance.unreserved };
  return { ...quota, pace: paceOf(meter, figures, period, now) };
}

/** Builds the quota from these figures. `period`: for counters. */
export function quotaFrom(
  meter: Meter,
  figures: QuotaFigures,
  period: Period | null,
  explain: boolean,
): Quota {
  const { limit, used, reserved, grants, overage } = figures;
  return {
    meter: meter.name,
    title: meter.title,
    kind: meter.kind,
    unit: meter.unit,
    limit,
    used,
    reserved,
    remaining: figures.blocked ? 0 : Math.max(0, limit + overageAllowance(overage) - used - reserved),
    state: quotaState(meter, figures),
    warnAtPercent: meter.warnAtPercent,
    period: period && { start: iso(period.start), end: iso(period.end) },
    grants: grants.filter((grant) => !grant.ended).map(viewGrant),
    overage: {
      confirmed: overage !== null,
      cap: overage && capOf(overage),
      estimate: overage ? costOf(overage, figures.beyond) : cny(0),
      beyond: Math.max(0, used - limit),
    },
    ...(explain ? { burn: burnDown(meter, used, grants, limit) } : {}),
  };
}

const viewGrant = (grant: Grant): GrantView => ({
  grantId: grant.grantId,
  packType: grant.packType,
  amount: grant.amount,
  expiresAt: grant.expiresAt === null ? null : iso(grant.expiresAt),
});

/**
 * Returns `blocked` for a suspended account or exhausted overage, `overage` while confirmed overage remains, and otherwise
 * the state by usage and limit.
 */
function quotaState(meter: Meter, { blocked, overage, used, limit }: QuotaFigures): QuotaState {
  if (blocked) return 'blocked';
  const state = stateOf(meter, used, limit);
  if (state !== 'exceeded' || overage === null) return state;
  return used < limit + overageAllowance(overage) ? 'overage' : 'blocked';
}

/** Returns `warning` from the meter's warning percentage, `exceeded` from the limit. In integers, without rounding. */
export function stateOf(meter: Meter, used: number, limit: number): 'ok' | 'warning' | 'exceeded' {
  if (used >= limit) return 'exceeded';
  const warns = BigInt(used) * 100n >= BigInt(limit) * BigInt(meter.warnAtPercent);
  return warns ? 'warning' : 'ok';
}

/** Splits `used` over free capacity and grants in burn-down order, then overage. */
export function burnDown(meter: Meter, used: number, grants: readonly Grant[], limit: number): Burn[] {
  const free = Math.max(0, limit - granted(grants));
  const burning = burn(used, free, grants);
  const amounts = new Map(grants.map((grant) => [grant.grantId, grant.amount]));
  return [
    { source: 'free', amount: free, used: burning.free },
    ...[...burning.byGrant].map(([source, taken]) => ({
      source,
      amount: amounts.get(source) ?? 0,
      used: taken,
    })),
    ...(burning.beyond > 0 && meter.overage ? [{ source: 'overage', amount: 0, used: burning.beyond }] : []),
  ];
}

export interface Check {
  readonly allowed: boolean;
  readonly reason: null | 'quota-exceeded' | 'hard-blocked';
  readonly remaining: number;
}

/** Returns whether `amount` more would fit. Reserves nothing. */
export function checkQuota(quota: Quota, amount: number): Check {
  const allowed = amount <= quota.remaining;
  const refusal = quota.state === 'blocked' ? 'hard-blocked' : 'quota-exceeded';
  return { allowed, reason: allowed ? null : refusal, remaining: quota.remaining };
}
