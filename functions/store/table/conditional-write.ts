import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from '../keys.ts';
import { table, tableName } from './client.ts';

/** A conditional write, its clauses named one by one. */
export interface Attempt {
  readonly key: Key;
  readonly update: string;
  readonly when: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export type Attempted<Item> =
  | { readonly kind: 'done'; readonly item: Item }
  /** The item as it was when the condition failed; undefined when there is none. */
  | { readonly kind: 'refused'; readonly item: Item | undefined; readonly retried: boolean };

/**
 * One conditional update, which hands back the item after it, or the item that stood in its way: no second read.
 * `retried` says that the SDK had sent it before, so that it may have been its own first try that stood there.
 */
export async function attempt<Item>(write: Attempt): Promise<Attempted<Item>> {
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
  } catch (fault) {
    if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
    return {
      kind: 'refused',
      item: fault.Item && (unmarshall(fault.Item) as Item),
      retried: (fault.$metadata.attempts ?? 1) > 1,
    };
  }
}

/** The clause that removes these paths; nothing when there are none. */
export const removing = (paths: readonly string[]): string =>
  paths.length > 0 ? ` REMOVE ${paths.join(', ')}` : '';

/** How often a decision is made anew when others were faster. Each time somebody got on, so it ends. */
const MAX_RACES = 60;

/** Runs `decide` until it has an answer; undefined means that a race was lost and all is to be read again. */
export async function untilDecided<T>(decide: () => Promise<T | undefined>): Promise<T> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const decided = await decide();
    if (decided !== undefined) return decided;
    await pause(Math.random() * Math.min(200, 2 ** race));
  }
  throw new Error(`The decision lost ${MAX_RACES} races.`);
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
