import type { Span } from '../../components/span.ts';

/** A meter at a moment, as snapshots and quotas tell of it. */
interface Told {
  readonly meter: string;
  readonly used: number;
  readonly limit: number;
  readonly period: { readonly start: string; readonly end: string } | null;
}

interface Noted {
  readonly at: string;
  readonly kind: 'daily' | 'close';
  readonly quotas: readonly Told[];
}

export interface Level {
  readonly at: string;
  readonly used: number;
  readonly limit: number;
}

/**
 * A meter's levels in the order of time, the present one last if it lies within. A day that a period closed with was
 * noted twice: the close stands, as it counts what came late.
 */
export function levelsOf(snapshots: readonly Noted[], quota: Told, span: Span, asOf: string): Level[] {
  const noted = new Map<string, Level>();
  for (const { at, kind, quotas } of snapshots) {
    const found = quotas.find(({ meter }) => meter === quota.meter);
    // What a counter had come to when the span began is of the time before.
    if (found?.period && Date.parse(at) <= span.from) continue;
    if (found && (kind === 'close' || !noted.has(at)))
      noted.set(at, { at, used: found.used, limit: found.limit });
  }
  const now = Date.parse(asOf);
  const present =
    now >= span.from && now < span.to ? [{ at: asOf, used: quota.used, limit: quota.limit }] : [];
  return [...noted.values(), ...present];
}
