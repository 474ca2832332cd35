import pMap from 'p-map';
import { enqueueDue } from '../queue/due.ts';
import { enqueuePlatformDue } from '../queue/platform.ts';
import { now } from '../runtime/clock.ts';
import { hasDue } from '../store/due.ts';
import { allShards, PLATFORM_DUE_SHARD } from '../store/keys.ts';

/**
 * Runs by the clock: sends one message for each shard in which something is due; for the platform's own to its own queue.
 * A shard that is still being worked on gets another, which then finds less, or nothing.
 */
export async function handler(): Promise<undefined> {
  const at = now();
  const shards = await pMap(allShards, async (shard) => ((await hasDue(shard, at)) ? [shard] : []));
  await enqueueDue(shards.flat());
  if (await hasDue(PLATFORM_DUE_SHARD, at)) await enqueuePlatformDue();
}
