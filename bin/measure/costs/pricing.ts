import { type Price, prices } from './prices.ts';

/** What is billed by how much of it was used. */
export type Part = keyof typeof prices;

/** What an operation has used, all that followed from it included, in the units of `prices.ts`. */
export type Use = Readonly<Record<Part, number>>;

export const nothing: Use = {
  writes: 0,
  reads: 0,
  compute: 0,
  invocations: 0,
  calls: 0,
  queueRequests: 0,
  busEvents: 0,
  schedules: 0,
  puts: 0,
  gets: 0,
  mails: 0,
  logBytes: 0,
  traces: 0,
  bytesOut: 0,
};

export const parts = Object.keys(nothing) as Part[];

export type Cost = Readonly<Record<Part, number>>;

/** USD for a million of an operation that uses this, part by part. */
export function costOf(use: Use): Cost {
  const cost: Record<Part, number> = { ...nothing };
  for (const part of parts) cost[part] = use[part] * rate(prices[part]) * 1_000_000;
  return cost;
}

export const rate = ({ usd, per }: Price): number => usd / per;

export const total = (cost: Cost): number => parts.reduce((sum, part) => sum + cost[part], 0);

/** The parts by what they cost, the largest first; those that cost nothing are left out. */
export const largest = (cost: Cost): Part[] =>
  parts.filter((part) => cost[part] > 0).sort((a, b) => cost[b] - cost[a]);

/** Each of two uses, one after the other; or what is common to `times` of them, with 1 / `times`. */
export const added = (a: Use, b: Use): Use => mapped((part) => a[part] + b[part]);
export const scaled = (use: Use, factor: number): Use => mapped((part) => use[part] * factor);

function mapped(value: (part: Part) => number): Use {
  const use: Record<Part, number> = { ...nothing };
  for (const part of parts) use[part] = value(part);
  return use;
}

/**
 * GB-seconds of so many milliseconds of a whole processor. A function has a processor's share by its memory, and
 * 1,769 MB have one (AWS Lambda Developer Guide, "Configure Lambda function memory"): half the memory takes twice the
 * time, and costs the same. What is waited for scales so, too; the network between the parts is slower there.
 */
export const computeOf = (milliseconds: number): number => (milliseconds / 1_000) * (MB_A_PROCESSOR / 1_024);

export const MB_A_PROCESSOR = 1_769;

/** SQS and EventBridge bill for each started 64 KB, an API for each started 512 KB. */
export const startedChunks = (bytes: number, chunk: number): number => Math.max(1, Math.ceil(bytes / chunk));
