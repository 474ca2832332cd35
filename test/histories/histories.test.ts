import { openStack, someone } from '../support/local-stack.ts';
import { isFull, seed } from '../support/scope.ts';
import { machineOf } from '../support/service.ts';
import { deadLetters } from '../support/uploads.ts';
import type { Actor, Stage } from './actor.ts';
import { BATCH, BATCHES, batchOf, historyOf } from './history.ts';
import { PACKS } from './model/terms.ts';
import { offerPack } from './offer.ts';
import { weights } from './operations/operations.ts';
import { play } from './play.ts';
import { differencesOfReports } from './reports.ts';
import { shrink, story } from './shrink.ts';

/**
 * How many histories are played: 50 in the full scope, else the first of a batch that a fresh seed chooses; more of them
 * by HISTORIES, other ones by HISTORIES_FROM, one alone by HISTORY_SEED. An account, its choices and its clock follow
 * from the seed.
 */
const FIRST = isFull ? 0 : (seed % BATCHES) * BATCH;
const { HISTORIES = isFull ? '50' : '6', HISTORIES_FROM = `${FIRST}`, HISTORY_SEED } = process.env;
const seeds = HISTORY_SEED
  ? [Number(HISTORY_SEED)]
  : Array.from({ length: Number(HISTORIES) }, (_, i) => Number(HISTORIES_FROM) + i);
const batches = [...new Set(seeds.map(batchOf))].map((batch) =>
  seeds.filter((seed) => batchOf(seed) === batch),
);
/** On a busy machine; shrinking included. */
const PATIENCE_MS = 60_000 * BATCH;

let stage: Stage;
const actors: Actor[] = [];
let failed = 0;
/** How often each operation was made. */
const made = new Map(Object.keys(weights).map((name) => [name, 0]));

beforeAll(async () => {
  const desk = await openStack();
  const admin = await desk.as({ sub: someone(), groups: ['admin'] });
  stage = { desk, admin, machine: await machineOf(desk) };
  for (const terms of PACKS) await offerPack(admin, terms);
});
afterAll(async () => {
  const counts = [...made].map(([name, count]) => `${name} ${count}`).join(', ');
  process.stderr.write(`${seeds.length} histories made: ${counts}\n`);
  await stage.desk.stop();
});

it.each(batches.map((batch) => ({ batch, from: batch[0], to: batch.at(-1) })))(
  'the random histories of the seeds $from to $to go as the model says',
  async ({ batch }) => {
    const played = await play(
      stage,
      batch.map((seed) => historyOf(seed, weights)),
    );
    actors.push(...played.actors);
    for (const [name, count] of Object.entries(played.made)) made.set(name, (made.get(name) ?? 0) + count);
    failed += played.failures.length;
    const [first] = played.failures;
    if (!first) return;
    process.stderr.write(`\n${played.failures.map(story).join('\n\n')}\n`);
    throw new Error(`The shortest history that fails:\n${story(await shrink(stage, first))}`);
  },
  PATIENCE_MS,
);

it(
  'come to the same sums in the reports of administrators and in the records',
  async () => {
    // Accounts of histories that failed, and of those that were shrunk, are in the sums, too.
    expect(failed).toBe(0);
    expect(await differencesOfReports(stage, actors)).toEqual([]);
    expect(await deadLetters(stage.desk)).toEqual([]);
  },
  PATIENCE_MS,
);

/** Other histories, or fewer, may leave an operation out. */
const isEnough = seeds[0] === 0 && seeds.length >= 50;

(isEnough ? it : it.skip)('make every operation', () => {
  expect([...made].filter(([, count]) => count === 0)).toEqual([]);
});
