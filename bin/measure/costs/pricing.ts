import { type Price, prices } from './prices.ts';

/** What is billed by usage. */
export type Part = keyof typeof prices;

/** The usage of an operation with all its follow-up work, in the units of `prices.ts`. */
export type Use = Readonly<Record<Part, number>>;

export const nothing: Use = {
  writes: 0,
  reads: 0,
  compute: 0,
  invocations: 0,
  calls: 0,
  queueRequests: 0,
  fifoRequests: 0,
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

/** Returns the cost of a million operations in USD, by part. */
export function costOf(use: Use): Cost {
  const cost: Record<Part, number> = { ...nothing };
  for (const part of parts) cost[part] = use[part] * rate(prices[part]) * 1_000_000;
  return cost;
}

export const rate = ({ usd, per }: Price): number => usd / per;

export const total = (cost: Cost): number => parts.reduce((sum, part) => sum + cost[part], 0);

/** Returns the parts by cost, largest first, without parts that cost nothing. */
export const largest = (cost: Cost): Part[] =>
  parts.filter((part) => cost[part] > 0).sort((a, b) => cost[b] - cost[a]);

/** Adds two usages. */
export const added = (a: Use, b: Use): Use => mapped((part) => a[part] + b[part]);
export const scaled = (use: Use, factor: number): Use => mapped((part) => use[part] * factor);

function mapped(value: (part: Part) => number): Use {
  const use: Record<Part, number> = { ...nothing };
  for (const part of parts) use[part] = value(part);
  return use;
}

/**
 * Converts milliseconds of a whole CPU to GB-seconds. A function's CPU share is proportional to its memory, and 1,769
 * MB have one CPU (AWS Lambda Developer Guide, "Configure Lambda function memory"): half the memory takes twice the
 * time and costs the same. This scales waiting times as well, but network latency between services is higher on AWS.
 */
export const computeOf = (milliseconds: number): number => (milliseconds / 1_000) * (MB_A_PROCESSOR / 1_024);

export const MB_A_PROCESSOR = 1_769;

/** SQS and EventBridge bill per started 64 KB, API Gateway per started 512 KB. */
export const startedChunks = (bytes: number, chunk: number): number => Math.max(1, Math.ceil(bytes / chunk));
