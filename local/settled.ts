import type { Queue } from './queues/queue.ts';
import type { TableStream } from './stream/stream.ts';

/** The number of rounds to wait for while requests keep arriving. The effects of one request end in fewer rounds. */
const MOST_ROUNDS = 5;

/**
 * Resolves when nothing is in progress. Workers write to the table, its stream feeds the queues, and these feed
 * workers, so it ends after a round without activity. `traffic` counts external requests: while more arrive, a few
 * rounds are enough.
 */
export async function settled(
  queues: readonly Queue[],
  stream: TableStream,
  traffic: () => number = () => 0,
): Promise<void> {
  const moved = () => queues.reduce((sum, queue) => sum + queue.sent, stream.handedOn);
  const came = traffic();
  let before: number;
  let rounds = 0;
  do {
    before = moved();
    await Promise.all(queues.map((queue) => queue.idle()));
    await stream.idle();
    rounds += 1;
  } while (moved() !== before && (rounds < MOST_ROUNDS || traffic() === came));
}
