import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Instant, parseInstant, plus, SECOND } from '../functions/domain/time.ts';
import { useClock, wallClock } from '../functions/runtime/clock.ts';
import { readOrSetAside, writeWhole } from './files.ts';

export interface BusinessClock {
  now(): Instant;
  set(now: Instant): void;
  advance(seconds: number): void;
  /** Throws a RangeError for a time that the clock cannot be set to. */
  check(at: Instant): void;
  /** Restores the wall clock. */
  stop(): void;
}

const EARLIEST = parseInstant('2000-01-01T00:00:00Z');
const LATEST = parseInstant('9000-01-01T00:00:00Z');
const isWithinReason = (at: Instant): boolean => at >= EARLIEST && at < LATEST;

function check(at: Instant): void {
  if (!isWithinReason(at)) throw new RangeError('The clock goes from 2000 to 9000.');
}

const storedSchema = z.object({ offset: z.number() });
const LOSS = 'The clock shows the real time again. Move it with POST /dev/clock.';

/**
 * Makes business time the wall clock plus an offset, for this process. Stores the offset in `dataDir`, so that a
 * restart does not go back in time; null stores nothing.
 */
export function installClock(dataDir: string | null): BusinessClock {
  const file = dataDir === null ? null : join(dataDir, 'clock.json');
  let offset = (file === null ? null : readOrSetAside(file, storedSchema, LOSS))?.offset ?? 0;
  const move = (to: number): void => {
    check(plus(wallClock.now(), to));
    offset = to;
    if (dataDir === null || file === null) return;
    mkdirSync(dataDir, { recursive: true });
    writeWhole(file, JSON.stringify({ offset }));
  };
  if (!isWithinReason(plus(wallClock.now(), offset))) offset = 0;
  const now = (): Instant => plus(wallClock.now(), offset);
  useClock({ now });
  return {
    now,
    set: (to) => move(to - wallClock.now()),
    advance: (seconds) => move(offset + seconds * SECOND),
    check,
    stop: () => useClock(wallClock),
  };
}
