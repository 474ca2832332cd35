import type { AccountId } from '../../functions/domain/accounts.ts';
import { type Instant, parseInstant } from '../../functions/domain/time.ts';
import type { AccountEvent } from '../../functions/queue/usage.ts';
import type { LocalStack } from '../../local/local-stack.ts';
import type { Findings } from './figures.ts';

/** The sections cause warnings on purpose, so hide lower levels. */
export const LOG_LEVEL = 'ERROR';

/** What every section gets: a running local stack in memory, and whether to measure less. */
export interface Setup {
  readonly stack: LocalStack;
  readonly quick: boolean;
}

/** One part of the measurements. */
export type Section = (setup: Setup) => Promise<Findings>;

/** The business time of the sections: in the middle of a month, so that its hours are open. */
export const START: Instant = parseInstant('2026-05-20T12:00:00Z');
/** The start of that month. */
export const MONTH: Instant = parseInstant('2026-05-01T00:00:00Z');

/** Returns a generator of numbers in [0, 1) from a seed, so that every run uses the same events (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns an id with the format of a UUID. */
export function idFrom(random: () => number): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const MOST_BYTES = 2_000_000;

/** Returns an amount from 1 to 2,000,000. */
const amountFrom = (random: () => number): number => 1 + Math.floor(random() * MOST_BYTES);

export const SOURCE = 'cdn-edge-07';

/** Builds a usage event of bandwidth. */
export const eventOf = (account: AccountId, at: Instant, random: () => number): AccountEvent => ({
  account,
  meter: 'bandwidth',
  source: SOURCE,
  id: idFrom(random),
  at,
  amount: amountFrom(random),
});

/** Builds the same event as a machine reports it. */
export const cloudEvent = (subject: string, time: string, random: () => number) => ({
  specversion: '1.0',
  id: idFrom(random),
  source: SOURCE,
  type: 'bandwidth',
  subject,
  time,
  data: { amount: amountFrom(random) },
});
