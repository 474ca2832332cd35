import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalStack } from '../e2e/local-stack.ts';
import { root } from '../e2e/places.ts';
import { runSuite } from '../e2e/suite.ts';
import { printOutcome } from '../e2e/summary.ts';

/**
 * `npm run test:dashboard [file…]`: tests the dashboard in a real browser, on a local server with sample data that this
 * command starts and stops. Arguments select files by name. TEST_SCOPE=full runs all languages, schemes and widths, and
 * measures an account with a year of data; otherwise a sample runs. Screenshots are in .local/screenshots, figures in
 * .local/dashboard.txt.
 */
const MINUTES = 20;
const FILES = [
  '<rootDir>/test/dashboard/**/*.web.ts',
  ...(process.env.TEST_SCOPE === 'full' ? [] : ['!**/*.full.web.ts']),
];
const FIGURES = join(root, '.local/dashboard.txt');

const stopped = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error(`It was stopped by ${signal}.`)));
const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(MINUTES * 60_000)]);
const words = process.argv.slice(2);

try {
  await rm(FIGURES, { force: true });
  const stack = await openLocalStack(signal, { SEED: 'sample' });
  try {
    const results = await runSuite(stack, words, signal, FILES);
    if (existsSync(FIGURES)) console.log(`\n${readFileSync(FIGURES, 'utf8')}`);
    const isGood = printOutcome(results, [], { isWhole: words.length === 0 });
    // Print the diagnosis before the stack and its log are removed.
    if (!isGood) console.error(await stack.diagnosis());
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await stack.stop();
  }
} catch (error) {
  // After an abort, other errors are only consequences of it.
  const cause = signal.aborted ? signal.reason : error;
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
