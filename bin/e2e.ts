import { exceptions } from './e2e/exceptions.ts';
import { openTarget } from './e2e/open-target.ts';
import { runSuite } from './e2e/suite.ts';
import { printOutcome } from './e2e/summary.ts';
import { optionsOf } from './options.ts';

/**
 * `npm run e2e -- --target local|ministack|https://… [file…]`: runs the end-to-end suite against a service that this
 * command starts and stops, or one that is already deployed. Arguments select files by name.
 */
const MINUTES = 20;
const USAGE = 'npm run e2e -- --target local|ministack|https://… [file…]';

const { values, positionals } = optionsOf(USAGE, {
  options: { target: { type: 'string' } },
  allowPositionals: true,
});
if (values.target === undefined) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}

// If anything hangs, the command ends and stops what it started.
const deadline = new AbortController();
const timer = setTimeout(
  () => deadline.abort(new Error(`It took over ${MINUTES} minutes.`)),
  MINUTES * 60_000,
);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => deadline.abort(new Error(`It was stopped by ${signal}.`)));

try {
  const target = await openTarget(values.target, deadline.signal);
  try {
    const results = await runSuite(target, positionals, deadline.signal);
    const isWhole = positionals.length === 0;
    const isGood = printOutcome(results, exceptions[target.kind], { isWhole });
    // Print the diagnosis before the target and its log are removed.
    if (!isGood) console.error(await target.diagnosis());
    process.exitCode = isGood ? 0 : 1;
  } finally {
    await target.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  clearTimeout(timer);
}
