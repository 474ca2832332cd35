import type { Stage } from './actor.ts';
import type { Step } from './history.ts';
import { type Failure, play } from './play.ts';

/** How many shorter histories are tried at most. */
const MOST_TRIES = 60;

/** The shortest history that still fails, by leaving out ever smaller runs of its steps. */
export async function shrink(stage: Stage, failure: Failure): Promise<Failure> {
  let best = failure;
  let tries = 0;
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    tries += 1;
    const { failures } = await play(stage, [{ seed: failure.history.seed, steps }]);
    if (failures[0]) best = failures[0];
    return failures.length > 0;
  };
  for (let size = Math.ceil(best.history.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.history.steps.length && tries < MOST_TRIES; ) {
      const { steps } = best.history;
      if (!(await fails([...steps.slice(0, from), ...steps.slice(from + size)]))) from += size;
    }
  }
  return best;
}

/** A failure as people read it. */
export const story = ({ history, account, log, why }: Failure): string =>
  [
    `Seed ${history.seed} (${account}); play it alone with HISTORY_SEED=${history.seed}`,
    ...quietless(log).map((line) => `  ${line}`),
    why,
  ].join('\n');

/** Leaves out moments at which nothing was done. */
const quietless = (log: readonly string[]): string[] =>
  log.filter((line, i) => !(line.startsWith('--') && (log[i + 1]?.startsWith('--') ?? false)));
