import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Instant } from '../../functions/domain/time.ts';
import { DUE_INDEX, deliveryShards, dueShardKey, readDueAt } from '../../functions/store/keys.ts';
import { allDueShards } from '../../functions/store/shards.ts';
import { TABLE } from '../environment.ts';

export interface FirstDue {
  readonly at: Instant;
  /** As stored in the index. */
  readonly dueAt: string;
  /** Identifies the first task of each shard. Unchanged if no task was executed. */
  readonly fingerprint: string;
}

interface Due {
  readonly shard: string;
  readonly dueAt: string;
}

/** The string attributes of an item, in the engine's and the stream's format. */
type Image = Readonly<Record<string, { readonly S?: string | undefined } | undefined>>;

/**
 * Tracks when each item of the table is due, from the table's changes, so that moving the clock does not query the
 * engine.
 */
export class DueTimes {
  readonly #items = new Map<string, Due>();

  /** Reads what is due already. Changes that arrive meanwhile are applied afterwards. */
  static async open(client: DynamoDBClient): Promise<DueTimes> {
    const times = new DueTimes();
    const read = async (shard: string) => {
      const query = {
        TableName: TABLE,
        IndexName: DUE_INDEX,
        KeyConditionExpression: 'dueShard = :shard',
        ExpressionAttributeValues: { ':shard': { S: shard } },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const item of Items) times.#note(item as Image, item as Image);
    };
    await Promise.all([...allDueShards().map(dueShardKey), ...deliveryShards()].map(read));
    return times;
  }

  /** Applies changes of the table, in order. Idempotent. */
  note(records: readonly DynamoDBRecord[]): void {
    for (const { dynamodb } of records)
      this.#note(dynamodb?.Keys as Image, dynamodb?.NewImage as Image | undefined);
  }

  #note(keys: Image | undefined, image: Image | undefined): void {
    const key = `${keys?.pk?.S} ${keys?.sk?.S}`;
    const { dueShard, dueAt } = image ?? {};
    if (dueShard?.S === undefined || dueAt?.S === undefined) this.#items.delete(key);
    else this.#items.set(key, { shard: dueShard.S, dueAt: dueAt.S });
  }

  /** The shards in which something is due at `at`. */
  shardsAt(at: Instant): string[] {
    const due = [...this.#items.values()].filter(({ dueAt }) => readDueAt(dueAt) <= at);
    return [...new Set(due.map(({ shard }) => shard))];
  }

  /** Returns what is due first after `after`; null if nothing is. */
  first(after: string | null): FirstDue | null {
    const firsts = new Map<string, readonly [dueAt: string, key: string]>();
    for (const [key, { shard, dueAt }] of this.#items) {
      if (after !== null && dueAt <= after) continue;
      const known = firsts.get(shard);
      if (!known || dueAt < known[0] || (dueAt === known[0] && key < known[1]))
        firsts.set(shard, [dueAt, key]);
    }
    const [first] = [...firsts.values()].map(([dueAt]) => dueAt).sort();
    if (first === undefined) return null;
    return { at: readDueAt(first), dueAt: first, fingerprint: JSON.stringify([...firsts].sort()) };
  }
}
