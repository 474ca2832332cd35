import pMap from 'p-map';
import { enqueueDue } from '../queue/due.ts';
import { now } from '../runtime/clock.ts';
import { hasDue } from '../store/due.ts';
import { allShards } from '../store/keys.ts';

/**
 * Runs by the clock: sends one message for each shard in which something is due. A shard that is still being
 * worked on gets another, which then finds less, or nothing.
 */
export async function handler(): Promise<undefined> {
  const at = now();
  const shards = await pMap(allShards, async (shard) => ((await hasDue(shard, at)) ? [shard] : []));
  await enqueueDue(shards.flat());
}
