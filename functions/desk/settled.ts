import type { Queue } from './queues/queue.ts';
import type { TableStream } from './stream/stream.ts';

/**
 * Resolves when nothing moves any more. What a queue's worker writes comes out of the stream, and what comes out
 * of the stream goes on the queues: it is over when a whole round has moved nothing.
 */
export async function settled(queues: readonly Queue[], stream: TableStream): Promise<void> {
  const moved = () => queues.reduce((sum, queue) => sum + queue.sent, stream.handedOn);
  let before: number;
  do {
    before = moved();
    await Promise.all(queues.map((queue) => queue.idle()));
    await stream.idle();
  } while (moved() !== before);
}
