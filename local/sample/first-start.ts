import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../functions/runtime/clock.ts';
import { log } from '../../functions/runtime/log.ts';
import { writeWhole } from '../files.ts';
import { asError } from '../http/system-errors.ts';
import type { SeededStack } from './seed.ts';

/** Work that continues after the local stack is ready. */
export interface Background {
  /** Settles when it is done. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Writes the sample data on the first start only; an instance that started empty stays empty. Resolves when the
 * accounts have their data. Figures of past days and the themes, whose validation takes seconds, are added while the
 * local stack already answers.
 */
export async function seedOnce(
  home: string | null,
  isWanted: boolean,
  stack: SeededStack,
): Promise<Background> {
  await once(home, 'seeded', async () => {
    if (isWanted) await (await import('./seed.ts')).seed(stack);
  });
  const ending = new AbortController();
  const done = once(home, 'seeded-themes', async () => {
    if (!isWanted) return;
    await (await import('./day-figures.ts')).addDayFigures(now());
    await (await import('./themes.ts')).seedThemes(stack, ending.signal);
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

/** Does the work unless a mark in the folder says that it was done; then sets the mark. */
async function once(home: string | null, name: string, work: () => Promise<void>): Promise<void> {
  const marker = home === null ? null : join(home, name);
  if (marker !== null && existsSync(marker)) return;
  await work();
  if (marker !== null) writeWhole(marker, new Date().toISOString());
}
