import pMap from 'p-map';
import { moveClock } from '../support/paying.ts';
import { random } from '../support/random.ts';
import { moveTo } from '../support/service.ts';
import { Actor, type Stage } from './actor.ts';
import {
  compareAdjustments,
  compareCharges,
  compareCloses,
  compareCsv,
  compareNotifications,
  comparePurchases,
  compareQuotas,
  compareSlots,
  type Mismatch,
} from './compare.ts';
import { compareActivations, compareOverage } from './compare-terms.ts';
import { brokenLaws } from './conservation.ts';
import { batchOf, type History, ROUNDS, timelineOf } from './history.ts';
import { operations } from './operations/operations.ts';

/** A history that did not go as the model says. */
export interface Failure {
  readonly history: History;
  readonly account: string;
  readonly log: readonly string[];
  readonly why: string;
}

/** How many accounts act at once. */
const CONCURRENCY = 8;
/** How long a moment may last: what ends whole hours after it began must not end within one. */
const LONGEST_MOMENT_MS = 150_000;

interface Run {
  readonly history: History;
  readonly actor: Actor;
  failure: Failure | null;
}

export interface Played {
  readonly actors: readonly Actor[];
  readonly failures: readonly Failure[];
  /** How often each operation was really made. */
  readonly made: Readonly<Record<string, number>>;
}

/** Plays histories of one batch side by side, each on an account of its own, and compares after each moment. */
export async function play(stage: Stage, histories: readonly History[]): Promise<Played> {
  const timeline = timelineOf(batchOf(histories[0]?.seed ?? 0));
  moveTo(stage.desk, new Date(timeline[0] ?? 0).toISOString());
  const runs: Run[] = [];
  const made: Record<string, number> = {};
  for (const history of histories) runs.push({ history, actor: await Actor.create(stage), failure: null });
  for (const [moment, at] of timeline.entries()) {
    if (moment > 0) await moveClock(stage.desk, new Date(at).toISOString());
    for (const { actor, failure } of runs)
      if (!failure) actor.log.push(`-- ${new Date(at).toISOString().slice(0, 16)}Z`);
    const begun = performance.now();
    await each(runs, async ({ actor }) => {
      check(await compareQuotas(actor));
      // Charges of months that closed on the way: their ids are learnt, to be paid or waived.
      if (actor.model.ledger.charges.some(({ chargeId }) => !chargeId.startsWith('chg_')))
        check(await compareCharges(actor));
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      await each(runs, async (run) => {
        const name = await act(run, moment, round);
        if (name !== null) made[name] = (made[name] ?? 0) + 1;
      });
      await stage.desk.drain();
    }
    await each(runs, async ({ actor }) => check(await compareQuotas(actor)));
    if (performance.now() - begun > LONGEST_MOMENT_MS)
      throw new Error('A moment took too long: the machine is too slow for so many histories at once.');
  }
  await each(runs, checkEnd);
  const failures = runs.flatMap(({ failure }) => (failure ? [failure] : []));
  return { actors: runs.filter(({ failure }) => !failure).map(({ actor }) => actor), failures, made };
}

async function each(runs: readonly Run[], work: (run: Run) => Promise<void>): Promise<void> {
  await pMap(
    runs.filter(({ failure }) => failure === null),
    async (run) => {
      try {
        await work(run);
      } catch (error) {
        const { history, actor } = run;
        const why =
          error instanceof Error
            ? `${error.message}${error.cause ? ` (${error.cause})` : ''}`
            : String(error);
        run.failure = { history, account: actor.account, log: actor.log, why };
      }
    },
    { concurrency: CONCURRENCY },
  );
}

/** Makes the operation of a round. Returns its name; null when there is none, or nothing to do it to. */
async function act({ history, actor }: Run, moment: number, round: number): Promise<string | null> {
  const step = history.steps.find((each) => each.moment === moment && each.round === round);
  for (const name of step?.operations ?? []) {
    actor.log.push(`${name} …`);
    const done = await operations[name]?.operation(actor, random(step?.seed ?? 0));
    actor.log.pop();
    if (done == null) continue;
    actor.log.push(done);
    return name;
  }
  return null;
}

/** Compares all that an account's owner can see with the model. Throws when they differ. */
export async function checkAll(actor: Actor): Promise<void> {
  check([
    ...(await compareQuotas(actor)),
    ...(await compareCharges(actor)),
    ...(await compareAdjustments(actor)),
    ...(await compareOverage(actor)),
    ...(await compareActivations(actor)),
    ...(await compareCsv(actor)),
    ...(await comparePurchases(actor)),
    ...(await compareSlots(actor)),
    ...(await compareNotifications(actor)),
    ...(await compareCloses(actor)),
  ]);
}

async function checkEnd({ actor }: Run): Promise<void> {
  await checkAll(actor);
  const broken = await brokenLaws(actor);
  if (broken.length > 0) throw new Error(broken.join('\n'));
}

function check(mismatches: readonly Mismatch[]): void {
  if (mismatches.length === 0) return;
  const lines = mismatches.map(
    ({ what, answered, expected }) =>
      `${what}\n  answered ${JSON.stringify(answered)}\n  expected ${JSON.stringify(expected)}`,
  );
  throw new Error(lines.join('\n'));
}
