import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Answer, interceptRequests, refusal } from './transport.ts';

/** What was written through a client while conflicts were injected. */
export interface ConflictTally {
  /** Write requests that were sent, the SDK's retries among them. */
  readonly requests: number;
  /** Those of them that were refused because a transaction was going on. */
  readonly refused: number;
  /** How often an item was the reason, by how its key begins: `A BAL`, `U 2027-03-14`. */
  readonly refusedByPrefix: ReadonlyMap<string, number>;
  /** Writes that went on to the engine, by key (`pk sk`) and by partition (`pk`). */
  readonly writesByKey: ReadonlyMap<string, number>;
  readonly writesByPartition: ReadonlyMap<string, number>;
}

export interface Conflicts {
  readonly tally: ConflictTally;
  /** Ends the injection. */
  stop(): void;
}

/**
 * Adds to the engine, which does one request after another, what DynamoDB does when requests meet (Developer Guide,
 * "Transaction conflict handling in DynamoDB"). While a TransactWriteItems is going on, its items refuse:
 *
 * - a PutItem, UpdateItem or DeleteItem, with a TransactionConflictException;
 * - another TransactWriteItems, with a TransactionCanceledException that has a reason for each item.
 *
 * A transaction is going on while its request is, and for `holdMs` longer: the engine is quicker than the two phases of
 * DynamoDB. Reads go on. The operations that conflict by other rules, TransactGetItems and BatchWriteItem, are errors
 * here: the store sends neither.
 */
export function injectConflicts(client: DynamoDBClient, { holdMs = 5 } = {}): Conflicts {
  const counts = new Counts();
  /** Each item of a transaction that is going on, with the token of that transaction. */
  const ongoing = new Map<string, string>();
  const stop = interceptRequests(client, async ({ operation, body }, pass) => {
    if (operation === 'TransactGetItems' || operation === 'BatchWriteItem')
      throw new Error(`No rules of conflicts are known for ${operation}.`);
    if (operation === 'TransactWriteItems')
      return transact(JSON.parse(body), { ongoing, counts, holdMs }, pass);
    if (!PLAIN_WRITES.has(operation)) return pass();
    const key = keyOf(JSON.parse(body));
    const isRefused = ongoing.has(key);
    counts.note([key], isRefused ? [key] : []);
    return isRefused
      ? refusal(400, 'TransactionConflictException', 'Transaction is ongoing for the item')
      : pass();
  });
  return { tally: counts, stop };
}

const PLAIN_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

interface Scene {
  readonly ongoing: Map<string, string>;
  readonly counts: Counts;
  readonly holdMs: number;
}

async function transact(
  { TransactItems, ClientRequestToken }: TransactInput,
  { ongoing, counts, holdMs }: Scene,
  pass: () => Promise<Answer>,
): Promise<Answer> {
  const keys = TransactItems.flatMap((action) => Object.values(action).map(keyOf));
  // The same transaction sent once more is no other one.
  const isRefused = (key: string) => ![undefined, ClientRequestToken].includes(ongoing.get(key));
  const refused = keys.filter(isRefused);
  counts.note(keys, refused);
  if (refused.length > 0)
    return refusal(400, 'TransactionCanceledException', 'Transaction cancelled', {
      CancellationReasons: keys.map((key) =>
        isRefused(key)
          ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
          : { Code: 'None' },
      ),
    });
  for (const key of keys) ongoing.set(key, ClientRequestToken);
  try {
    return await pass();
  } finally {
    const release = () => {
      for (const key of keys) ongoing.delete(key);
    };
    setTimeout(release, holdMs).unref();
  }
}

type Image = Readonly<Record<string, { readonly S?: string }>>;

/** A write as the SDK sends it: a Put has the item, the others have its key. */
interface Write {
  readonly Item?: Image;
  readonly Key?: Image;
}

interface TransactInput {
  readonly TransactItems: readonly Readonly<Record<string, Write>>[];
  /** The SDK makes one for each transaction; its retries send the same. */
  readonly ClientRequestToken: string;
}

function keyOf({ Item, Key }: Write): string {
  const { pk, sk } = Item ?? Key ?? {};
  return `${pk?.S} ${sk?.S}`;
}

class Counts implements ConflictTally {
  requests = 0;
  refused = 0;
  readonly refusedByPrefix = new Map<string, number>();
  readonly writesByKey = new Map<string, number>();
  readonly writesByPartition = new Map<string, number>();

  note(keys: readonly string[], refused: readonly string[]): void {
    this.requests += 1;
    if (refused.length > 0) this.refused += 1;
    for (const key of refused) addOne(this.refusedByPrefix, prefixOf(key));
    if (refused.length > 0) return;
    for (const key of keys) {
      addOne(this.writesByKey, key);
      addOne(this.writesByPartition, partitionOf(key));
    }
  }
}

const partitionOf = (key: string): string => key.slice(0, key.indexOf(' '));

/** How both halves of a key begin. */
const prefixOf = (key: string): string => key.replaceAll(/#\S*/g, '');

const addOne = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

/** The names with the highest counts, the highest first. */
export const highest = (counts: ReadonlyMap<string, number>, howMany: number): [string, number][] =>
  [...counts].sort(([, a], [, b]) => b - a).slice(0, howMany);
