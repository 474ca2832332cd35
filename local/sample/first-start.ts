import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { writeWhole } from '../files.ts';
import { asError } from '../http/faults.ts';
import type { SeededStack } from './seed.ts';

/** What runs beside a desk that is ready. */
export interface Background {
  /** Settles when it is done. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Writes the samples, only ever on the first start: a desk that began empty stays without. Resolves when accounts
 * have theirs; the figures of days gone by and the themes, which are validated for seconds, come while the desk
 * answers already.
 */
export async function seedOnce(
  home: string | null,
  isWanted: boolean,
  desk: SeededStack,
): Promise<Background> {
  await once(home, 'seeded', async () => {
    if (isWanted) await (await import('./seed.ts')).seed(desk);
  });
  const ending = new AbortController();
  const done = once(home, 'seeded-themes', async () => {
    if (!isWanted) return;
    await (await import('./day-figures.ts')).addDayFigures(now());
    await (await import('./themes.ts')).seedThemes(desk, ending.signal);
  }).catch((error) => {
    if (!ending.signal.aborted) log.error('local.sample.themes-not-seeded', { error: asError(error) });
  });
  return {
    done,
    stop: () => {
      ending.abort();
      return done;
    },
  };
}

/** Does it unless the folder says that it was done; then it says so. */
async function once(home: string | null, name: string, work: () => Promise<void>): Promise<void> {
  const marker = home === null ? null : join(home, name);
  if (marker !== null && existsSync(marker)) return;
  await work();
  if (marker !== null) writeWhole(marker, new Date().toISOString());
}
