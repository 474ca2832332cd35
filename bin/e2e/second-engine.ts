import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMinistack } from './ministack/server.ts';
import { MINISTACK } from './ministack/tools.ts';
import { root } from './places.ts';
import { run } from './process.ts';

/**
 * `npm run test:second-engine [file…]`: runs the store's and race tests on an independent implementation of DynamoDB:
 * at TEST_DYNAMODB_ENDPOINT if it is set, otherwise on MiniStack.
 */
const MINUTES = 25;

/** Excludes tests that start a whole local stack, which has an engine of its own. */
const allOnTheStore = ['test/store', '--testPathIgnorePatterns', 'test/store/rebuild/rebuild.test.ts'];

const signal = AbortSignal.timeout(MINUTES * 60_000);
const words = process.argv.slice(2);
try {
  const given = process.env.TEST_DYNAMODB_ENDPOINT;
  if (given) await runStoreTests(given);
  else await onMinistack(runStoreTests);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function onMinistack(use: (endpoint: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'second-engine-'));
  try {
    const ministack = await startMinistack(home, signal);
    console.log(`The DynamoDB of MiniStack ${MINISTACK}`);
    await use(ministack.url).finally(() => ministack.service.stop(10));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function runStoreTests(endpoint: string): Promise<void> {
  const said = await run(
    {
      words: ['npm', 'test', '--silent', '--', ...(words.length > 0 ? words : allOnTheStore)],
      cwd: root,
      environment: { ...process.env, TEST_DYNAMODB_ENDPOINT: endpoint },
    },
    MINUTES * 60,
    signal,
  );
  console.log(said.trimEnd());
}
