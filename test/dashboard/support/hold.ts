import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, isOverBound, linesOf } from '../../../bin/dashboard/figures.ts';

const LOCAL = join(import.meta.dirname, '../../../.local');

/** Writes figures where the command prints them, then compares each with what it may be at most. */
export function hold(figures: readonly Figure[]): void {
  mkdirSync(LOCAL, { recursive: true });
  appendFileSync(join(LOCAL, 'dashboard.txt'), `${linesOf(figures)}\n`);
  expect(figures.filter(isOverBound)).toEqual([]);
}
