import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, plus, SECOND } from '../domain/time.ts';
import { useClock, wallClock } from '../runtime/clock.ts';

export interface BusinessClock {
  now(): Instant;
  set(now: Instant): void;
  advance(seconds: number): void;
  /** Gives the time back to the wall clock. */
  stop(): void;
}

/**
 * Makes the business time the wall clock plus an offset, for everything in this process. The offset is kept in
 * `dataDir`, so that a restart does not fall back in time; with null it is not kept.
 */
export function installClock(dataDir: string | null): BusinessClock {
  const file = dataDir === null ? null : join(dataDir, 'clock.json');
  let offset = file !== null && existsSync(file) ? Number(JSON.parse(readFileSync(file, 'utf8')).offset) : 0;
  const move = (to: number): void => {
    offset = to;
    if (dataDir === null || file === null) return;
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, JSON.stringify({ offset }));
  };
  const now = (): Instant => plus(wallClock.now(), offset);
  useClock({ now });
  return {
    now,
    set: (to) => move(to - wallClock.now()),
    advance: (seconds) => move(offset + seconds * SECOND),
    stop: () => useClock(wallClock),
  };
}
