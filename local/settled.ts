import type { Queue } from './queues/queue.ts';
import type { TableStream } from './stream/stream.ts';

/** How many rounds are waited for while requests keep coming: what one causes is done in fewer. */
const MOST_ROUNDS = 5;

/**
 * Resolves when nothing moves any more. What a queue's worker writes comes out of the stream, and what comes out
 * of the stream goes on the queues: it is over when a whole round has moved nothing. `traffic` counts the requests from
 * outside: while there are more of them, some rounds are enough.
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
