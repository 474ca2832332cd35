import { cny, type UnitPrice } from './money.ts';

/**
 * `counter` sums usage within a period and restarts at zero; `gauge` is the amount in use now; `slots` are allocated by
 * name, one each.
 */
export type MeterKind = 'counter' | 'gauge' | 'slots';

export interface Meter {
  readonly name: string;
  readonly title: string;
  readonly kind: MeterKind;
  readonly unit: string;
  /** Free capacity: per period for a counter, at any time for other meters. */
  readonly free: number;
  /** The percentage of the limit from which the state is `warning`. */
  readonly warnAtPercent: number;
  /** The price of overage; null if overage is not available. */
  readonly overage: UnitPrice | null;
}

const GB = 1_000_000_000;

/** All meters. Quotas, checks and the API reference derive from this table. */
const table = new Map<string, Meter>();

/** Adds a meter to events, quotas, checks, usage series and the OpenAPI document. */
export function declareMeter(meter: Meter): Meter {
  if (table.has(meter.name)) throw new Error(`The meter ${meter.name} is declared twice.`);
  table.set(meter.name, meter);
  return meter;
}

declareMeter({
  name: 'storage',
  title: 'Storage',
  kind: 'gauge',
  unit: 'byte',
  free: 2 * GB,
  warnAtPercent: 80,
  overage: { price: cny(350), per: GB },
});

declareMeter({
  name: 'bandwidth',
  title: 'Bandwidth',
  kind: 'counter',
  unit: 'byte',
  free: 5 * GB,
  warnAtPercent: 80,
  overage: { price: cny(80), per: GB },
});

declareMeter({
  name: 'transcoding',
  title: 'Transcoding',
  kind: 'counter',
  unit: 'second',
  free: 3_600,
  warnAtPercent: 80,
  overage: { price: cny(10), per: 60 },
});

declareMeter({
  name: 'jobSlots',
  title: 'Job slots',
  kind: 'slots',
  unit: 'slot',
  free: 2,
  warnAtPercent: 80,
  overage: null,
});

export const allMeters = (): readonly Meter[] => [...table.values()];
export const findMeter = (name: string): Meter | undefined => table.get(name);

/** Returns the meter of a validated name. Throws for others. */
export function requireMeter(name: string): Meter {
  const meter = table.get(name);
  if (!meter) throw new Error(`There is no meter ${name}.`);
  return meter;
}

export const metersOf = (...kinds: readonly MeterKind[]): readonly Meter[] =>
  allMeters().filter((meter) => kinds.includes(meter.kind));

/** Returns the meter of uploaded bytes, and of job slots. */
export const storageMeter = (): Meter => requireMeter('storage');
export const slotMeter = (): Meter => requireMeter('jobSlots');
