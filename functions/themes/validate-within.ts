import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { CheckResult } from './check.ts';
import type { Validation } from './validate.ts';

/** Limits of validating one package. A typical package takes about 200 ms and 60 MB. */
export interface ValidationLimits {
  readonly milliseconds: number;
  /** The thread's heap. */
  readonly megabytes: number;
}

export const validationLimits: ValidationLimits = { milliseconds: 5_000, megabytes: 256 };

/**
 * Validates a package in a thread that is stopped at the limits. A stopped validation is a result (`too-complex`),
 * because the same package would be stopped again. Never throws because of a package. Packages are validated one after
 * another; the thread is reused.
 */
export function validateWithin(
  zip: Uint8Array,
  limits: ValidationLimits = validationLimits,
): Promise<Validation> {
  const verdict = turn.then(() => validateNow(zip, limits));
  turn = verdict.catch(() => undefined);
  return verdict;
}

let turn: Promise<unknown> = Promise.resolve();
let kept: { readonly thread: Worker; readonly megabytes: number } | null = null;

async function validateNow(
  zip: Uint8Array,
  { milliseconds, megabytes }: ValidationLimits,
): Promise<Validation> {
  const thread = await readyThread(megabytes);
  const stopped = new AbortController();
  const clock = setTimeout(() => stopped.abort(), milliseconds);
  try {
    thread.postMessage(zip);
    const [validation] = await Promise.race([
      once(thread, 'message', { signal: stopped.signal }),
      once(thread, 'exit', { signal: stopped.signal }).then(([code]) => {
        throw new Error(`The thread ended with ${code}.`);
      }),
    ]);
    return validation;
  } catch (error) {
    kept = null;
    await thread.terminate();
    return tooComplex(measuredOf(error, stopped.signal.aborted, { milliseconds, megabytes }));
  } finally {
    clearTimeout(clock);
    stopped.abort();
  }
}

async function readyThread(megabytes: number): Promise<Worker> {
  if (kept?.megabytes === megabytes) return kept.thread;
  await kept?.thread.terminate();
  const thread = newThread({
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    execArgv: [],
  });
  await once(thread, 'message');
  // The timer of a validation keeps the process alive; an idle thread does not.
  thread.unref();
  thread.once('exit', () => {
    if (kept?.thread === thread) kept = null;
  });
  kept = { thread, megabytes };
  return thread;
}

/**
 * In Lambda the thread's file is beside the function's own. Elsewhere it is TypeScript, which the thread loads with
 * tsx.
 */
function newThread(options: WorkerOptions): Worker {
  const { url } = import.meta;
  if (url === undefined) return new Worker(join(__dirname, 'validation-thread.js'), options);
  const tsx = join(dirname(createRequire(url).resolve('tsx/package.json')), 'dist/esm/api/index.mjs');
  const [api, file] = [pathToFileURL(tsx), new URL('./validation-thread.ts', url)].map(({ href }) => href);
  return new Worker(`import('${api}').then(({ register }) => { register(); return import('${file}'); });`, {
    ...options,
    eval: true,
  });
}

function measuredOf(error: unknown, isLate: boolean, limits: ValidationLimits): string {
  if (isLate) return `more than ${limits.milliseconds / 1_000} s`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? `more than ${limits.megabytes} MB` : 'stopped by an error';
}

const tooComplex = (measured: string): Validation => ({
  passed: false,
  checks: [checkOf(measured)],
  theme: null,
});

const checkOf = (measured: string): CheckResult => ({
  id: 'too-complex',
  title: 'The package can be checked in time',
  passed: false,
  measured,
  required:
    `a verdict within ${validationLimits.milliseconds / 1_000} s and ${validationLimits.megabytes} MB; ` +
    'simplify theme.css and the images',
  where: null,
});
