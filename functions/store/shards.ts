import { createHash } from 'node:crypto';
import { dueShards } from '../runtime/config.ts';

/** The number of shards of sums and lists. It can be raised; lowering it would lose items. */
export const SHARDS = 16;

/** Returns the shard of an account. It never changes. */
export const shardOf = (text: string, shards = SHARDS): number => hashOf(text).readUInt16BE() % shards;

export const allShards: readonly number[] = /* @__PURE__ */ numbersBelow(SHARDS);

/** Returns the shard of the due index with an owner's tasks. */
export const dueShardOf = (owner: string): number => shardOf(owner, dueShards());

export const allDueShards = (): number[] => numbersBelow(dueShards());

/** Returns a number from 0 to below 1 that is independent of the shard. It never changes. */
export const fractionOf = (text: string): number => hashOf(text).readUInt32BE(4) / 2 ** 32;

/**
 * Sums that purchases update in their transactions have shards of their own. At 1,000 purchases per second an item gets 4
 * writes per second, so two rarely conflict, and a partition 250: half of the 500 transactional writes that it can take.
 */
const SUM_SHARDS = 256;
const SUM_PARTITIONS = 4;

/** Returns the shard of an owner's sums, and the partition with that shard. */
export function sumPlaceOf(owner: string): { readonly shard: number; readonly partition: number } {
  const shard = shardOf(owner, SUM_SHARDS);
  return { shard, partition: shard % SUM_PARTITIONS };
}

export const sumPartitions: readonly number[] = /* @__PURE__ */ numbersBelow(SUM_PARTITIONS);

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function numbersBelow(end: number): number[] {
  return Array.from({ length: end }, (_, number) => number);
}
