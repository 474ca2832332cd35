import { capacity } from './demo/capacity.ts';
import { overage } from './demo/overage.ts';
import { packs } from './demo/packs.ts';
import { openDemo, type Scenario } from './demo/scenario.ts';
import { themes } from './demo/themes.ts';
import { usage } from './demo/usage.ts';

/**
 * `npm run demo`: scenarios over the HTTP API, each of which checks the figures it shows. Starts a local stack in
 * memory, or uses the one at BASE_URL without moving its clock. Exits with 1 if a figure is wrong.
 */
const scenarios: readonly Scenario[] = [usage, capacity, packs, overage, themes];

// Before the local stack is loaded: its logger reads the level then. The scenarios cause warnings on purpose.
process.env.LOG_LEVEL ??= 'ERROR';

const { BASE_URL } = process.env;
const began = performance.now();
const stack = await openStack(BASE_URL);
try {
  const demo = openDemo(stack.url, { ownsStack: BASE_URL === undefined });
  console.log(`Demo of the service at ${stack.url}`);
  for (const { title, run } of scenarios) {
    console.log(`\n${title}`);
    await run(demo);
  }
  const { right, wrong } = demo.results;
  const elapsed = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(`\n${right} figures are right, ${wrong} are wrong. ${elapsed} s.`);
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await stack.stop();
}

async function openStack(baseUrl: string | undefined): Promise<{ url: string; stop(): Promise<void> }> {
  if (baseUrl !== undefined) return { url: baseUrl.replace(/\/$/, ''), stop: async () => {} };
  const { startLocalStack } = await import('../local/local-stack.ts');
  return startLocalStack();
}
