import * as z from 'zod';

/** The data of an event. Whatever is missing or of another form is left out: a mail says what is known. */
const text = z.string().optional().catch(undefined);
const whole = z.int().optional().catch(undefined);
const money = z.object({ amount: z.int(), currency: z.string() }).optional().catch(undefined);

export const eventData = z.object({
  meter: text,
  unit: text,
  used: whole,
  limit: whole,
  remaining: whole,
  beyond: whole,
  percent: z.number().optional().catch(undefined),
  active: whole,
  amount: z
    .union([z.int(), z.object({ amount: z.int(), currency: z.string() })])
    .optional()
    .catch(undefined),
  name: text,
  state: text,
  packType: text,
  endsAt: text,
  graceEndsAt: text,
  releaseAt: text,
  daysLeft: whole,
  dueAt: text,
  charges: z.array(z.string()).optional().catch(undefined),
  slots: z.array(z.string()).optional().catch(undefined),
  jobId: text,
  reason: text,
  charge: z
    .object({ chargeId: text, type: text, amount: money, status: text, reason: text })
    .optional()
    .catch(undefined),
});

export type EventData = z.output<typeof eventData>;

const SIZES = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

/** 4,812,000,000 bytes → `4.81 GB`, at most two decimals, rounded down: never more than there is. */
function sizeOf(bytes: number): string {
  const [scale, unit] = SIZES.find(([least]) => Math.abs(bytes) >= least) ?? [];
  // Divided by a whole number first: 4.35 * 100 is 434.99….
  return scale === undefined ? `${bytes} bytes` : `${Math.floor(bytes / (scale / 100)) / 100} ${unit}`;
}

/** 3,725 seconds → `1 h 2 min 5 s`. */
function durationOf(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return named.join(' ') || '0 s';
}

/** An amount of a unit, for people. */
export function amountOf(amount: number | undefined, unit: string | undefined): string {
  if (amount === undefined) return 'an unknown amount';
  if (unit === 'byte') return sizeOf(amount);
  if (unit === 'second') return durationOf(amount);
  return `${amount} ${unit ?? 'units'}${unit && amount !== 1 ? 's' : ''}`;
}

/** `2026-11-23T10:00:00.000Z` → `2026-11-23 10:00 UTC`. */
export const timeOf = (at: string | undefined): string =>
  at && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)
    ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
    : 'an unknown time';
