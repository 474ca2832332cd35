import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../keys.ts';
import { table, tableName } from './client.ts';

/** A conditional write with named clauses. */
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
 * Executes a conditional update, and returns the item after it, or the item that failed the condition without a second
 * read. `retried`: the SDK had sent the write before, so its own first try may have caused the failure.
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

/** Returns the clause that removes these paths; empty without paths. */
export const removing = (paths: readonly string[]): string =>
  paths.length > 0 ? ` REMOVE ${paths.join(', ')}` : '';

/** The result of a decision whose write met a conflict: read again what it was based on. */
export const RETRY: unique symbol = Symbol('retry');

/** Far more than writers of one item meet: each retry means that another of them has succeeded. */
const MOST_TRIES = 60;

/**
 * Runs `decide` until it returns anything but RETRY, and returns that. `decide` reads, decides, and writes on the
 * condition that what it read is unchanged. It terminates, because a condition fails only after another writer's
 * success; after 60 tries it throws. Waits a random time between tries, up to 1 ms at first and up to 200 ms later.
 * Each try costs the reads and the write of `decide`.
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
