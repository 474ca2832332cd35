import type { AccountId } from '../../functions/domain/accounts.ts';
import { type Instant, parseInstant } from '../../functions/domain/time.ts';
import type { AccountEvent } from '../../functions/queue/usage.ts';
import type { LocalStack } from '../../local/local-stack.ts';
import type { Findings } from './figures.ts';

/** Lines below this level would only tell what the sections provoke. */
export const LOG_LEVEL = 'ERROR';

/** What every section is given: a running local stack, in memory, and whether counts are to be small. */
export interface Setup {
  readonly stack: LocalStack;
  readonly quick: boolean;
}

/** One part of what is measured. */
export type Section = (setup: Setup) => Promise<Findings>;

/** The business time at which the sections run: the middle of a month, so that its hours are all open. */
export const START: Instant = parseInstant('2026-05-20T12:00:00Z');
/** The first moment of that month. */
export const MONTH: Instant = parseInstant('2026-05-01T00:00:00Z');

/** Numbers from 0 to below 1 out of a seed: every run sees the same events (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An id with the length and the look of a UUID. */
export function idFrom(random: () => number): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const MOST_BYTES = 2_000_000;

/** An amount from 1 to 2,000,000. */
const amountFrom = (random: () => number): number => 1 + Math.floor(random() * MOST_BYTES);

export const SOURCE = 'cdn-edge-07';

/** A usage event of bandwidth. */
export const eventOf = (account: AccountId, at: Instant, random: () => number): AccountEvent => ({
  account,
  meter: 'bandwidth',
  source: SOURCE,
  id: idFrom(random),
  at,
  amount: amountFrom(random),
});

/** The same as a machine reports it. */
export const cloudEvent = (subject: string, time: string, random: () => number) => ({
  specversion: '1.0',
  id: idFrom(random),
  source: SOURCE,
  type: 'bandwidth',
  subject,
  time,
  data: { amount: amountFrom(random) },
});
