import * as z from 'zod';

/** The data of an event. Missing or malformed fields become undefined: a mail contains what is known. */
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

/** Formats bytes: 4,812,000,000 → `4.81 GB`. At most two decimals, rounded down. */
function sizeOf(bytes: number): string {
  const [scale, unit] = SIZES.find(([least]) => Math.abs(bytes) >= least) ?? [];
  // Divide by an integer first: 4.35 * 100 is 434.99….
  return scale === undefined ? `${bytes} bytes` : `${Math.floor(bytes / (scale / 100)) / 100} ${unit}`;
}

/** Formats seconds: 3,725 → `1 h 2 min 5 s`. */
function durationOf(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3_600), 'h'],
    [Math.floor((seconds % 3_600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return named.join(' ') || '0 s';
}

/** Formats an amount with its unit. */
export function amountOf(amount: number | undefined, unit: string | undefined): string {
  if (amount === undefined) return 'an unknown amount';
  if (unit === 'byte') return sizeOf(amount);
  if (unit === 'second') return durationOf(amount);
  return `${amount} ${unit ?? 'units'}${unit && amount !== 1 ? 's' : ''}`;
}

/** Formats a time: `2026-11-23T10:00:00.000Z` → `2026-11-23 10:00 UTC`. */
export const timeOf = (at: string | undefined): string =>
  at && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at)
    ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
    : 'an unknown time';
