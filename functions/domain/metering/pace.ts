import type { Meter } from '../meters.ts';
import { cny, type Money, priceOf, sumOf } from '../money.ts';
import { costOf, type Overage, overageAllowance } from '../overage/overage.ts';
import type { Period } from '../periods.ts';
import { HOUR, type Instant } from '../time.ts';

/** The projection of a counter at the average rate of its period so far. */
export interface Pace {
  /** At the end of the period, in the meter's unit, rounded down. */
  readonly projectedUse: number;
  /** The price of the projected overage. It is charged only if it is confirmed. */
  readonly projectedOverage: Money;
}

interface Used {
  readonly used: number;
  readonly limit: number;
  readonly overage: Overage | null;
}

/** Returns the projection; null within the first hour of the period, which is too short. */
export function paceOf(meter: Meter, used: Used, period: Period, now: Instant): Pace | null {
  if (now - period.start < HOUR) return null;
  const projectedUse = projected(used.used, period, now);
  return { projectedUse, projectedOverage: overageCost(meter, used, projectedUse) };
}

/** Computes in integers, limited to 2^53 - 1. */
function projected(used: number, { start, end }: Period, now: Instant): number {
  const elapsed = Math.min(now, end) - start;
  const atEnd = (BigInt(used) * BigInt(end - start)) / BigInt(elapsed);
  return Number(atEnd < LARGEST ? atEnd : LARGEST);
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** Returns the cost of confirmed overage at its quoted price, and of the rest at the current price. */
function overageCost(meter: Meter, { limit, overage }: Used, use: number): Money {
  const beyond = Math.max(0, use - limit);
  const confirmed = overage ? costOf(overage, beyond) : cny(0);
  const rest = Math.max(0, beyond - overageAllowance(overage));
  return meter.overage ? sumOf([confirmed, priceOf(rest, meter.overage)]) : confirmed;
}
