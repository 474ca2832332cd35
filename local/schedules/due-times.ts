import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Instant } from '../../functions/domain/time.ts';
import { allShards, DUE_INDEX, deliveryShards, dueShardKey, readDueAt } from '../../functions/store/keys.ts';
import { TABLE } from '../environment.ts';

export interface FirstDue {
  readonly at: Instant;
  /** As it stands in the index. */
  readonly dueAt: string;
  /** What is first in each shard: the same again when nothing was done about it. */
  readonly fingerprint: string;
}

interface Due {
  readonly shard: string;
  readonly dueAt: string;
}

/** The strings of an item as the engine and its stream have them. */
type Image = Readonly<Record<string, { readonly S?: string | undefined } | undefined>>;

/** When each item of the table is due. It follows the table's changes, so that the clock can move without asking the engine. */
export class DueTimes {
  readonly #items = new Map<string, Due>();

  /** Reads what is due already. Changes that come meanwhile are noted after it. */
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
    await Promise.all([...allShards.map(dueShardKey), ...deliveryShards()].map(read));
    return times;
  }

  /** Notes changes of the table, in their order. The same again changes nothing. */
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

  /** What is due first, of all that is due after `after`; null when nothing is. */
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
