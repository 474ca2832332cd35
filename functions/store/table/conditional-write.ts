import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../keys.ts';
import { table, tableName } from './client.ts';

/** A conditional write, its clauses named one by one. */
export interface ConditionalWrite {
  readonly key: Key;
  readonly update: string;
  readonly when: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export type ConditionalWriteResult<Item> =
  | { readonly kind: 'done'; readonly item: Item }
  /** The item as it was when the condition failed; undefined when there is none. */
  | { readonly kind: 'refused'; readonly item: Item | undefined; readonly retried: boolean };

/**
 * One conditional update, which hands back the item after it, or the item that stood in its way: no second read.
 * `retried` says that the SDK had sent it before, so that it may have been its own first try that stood there.
 */
export async function conditionalWrite<Item>(write: ConditionalWrite): Promise<ConditionalWriteResult<Item>> {
  const input: UpdateCommandInput = {
    TableName: tableName(),
    Key: { ...write.key },
    UpdateExpression: write.update,
    ConditionExpression: write.when.join(' AND '),
    ExpressionAttributeValues: write.values && { ...write.values },
    ExpressionAttributeNames: write.names && { ...write.names },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  try {
    const { Attributes } = await table.send(new UpdateCommand(input));
    return { kind: 'done', item: Attributes as Item };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return {
      kind: 'refused',
      item: error.Item && (unmarshall(error.Item) as Item),
      retried: (error.$metadata.attempts ?? 1) > 1,
    };
  }
}

/** The clause that removes these paths; nothing when there are none. */
export const removing = (paths: readonly string[]): string =>
  paths.length > 0 ? ` REMOVE ${paths.join(', ')}` : '';

/** The result of a decision whose write another writer has overtaken: what it was based on must be read again. */
export const RETRY: unique symbol = Symbol('retry');

/** Far more than writers of one item meet: each retry means that another of them has succeeded. */
const MOST_TRIES = 60;

/**
 * Runs `decide` until it returns anything but RETRY, and returns that. `decide` reads, decides and writes with what it
 * read as the condition. It ends because a condition fails only when another writer's write has succeeded, and after
 * 60 tries in any case, with an error. Between two tries it waits a random time, up to 1 ms at first and up to 200 ms
 * later. Each try costs the reads and the write of `decide`.
 */
export async function retryOnConflict<T extends NonNullable<unknown> | null>(
  decide: () => Promise<T | typeof RETRY>,
): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const decided = await decide();
    if (decided !== RETRY) return decided;
    await pause(Math.random() * Math.min(200, 2 ** tries));
  }
  throw new Error(`The decision met a conflict in each of ${MOST_TRIES} tries.`);
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
