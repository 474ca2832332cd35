import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../keys.ts';
import { table, tableName } from './client.ts';

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A part of an update: clauses of an expression, with their names and values. */
export interface Part {
  readonly set?: readonly string[];
  readonly remove?: readonly string[];
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  readonly when?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * Builds a transaction. Parts of one item become one update, because a transaction may name an item once; their names
 * and values must be distinct. Costs twice as much as plain writes.
 */
export class Transaction {
  readonly #updates = new Map<string, { key: Key; parts: Part[] }>();
  readonly #others: Item[] = [];
  readonly #late: (() => Promise<void>)[] = [];

  update(key: Key, part: Part): this {
    const id = `${key.pk}\n${key.sk}`;
    const known = this.#updates.get(id);
    if (known) known.parts.push(part);
    else this.#updates.set(id, { key, parts: [part] });
    return this;
  }

  /** Writes a whole item, on the condition if there is one. */
  put(
    item: Key & Readonly<Record<string, unknown>>,
    condition?: Pick<Part, 'when' | 'names' | 'values'>,
  ): this {
    this.#others.push({
      Put: { TableName: tableName(), Item: { ...item }, ...conditionOf(condition ?? {}) },
    });
    return this;
  }

  /** Deletes an item, on the condition if there is one. */
  delete(key: Key, condition?: Pick<Part, 'when' | 'names' | 'values'>): this {
    this.#others.push({
      Delete: { TableName: tableName(), Key: { ...key }, ...conditionOf(condition ?? {}) },
    });
    return this;
  }

  check(key: Key, condition: Required<Pick<Part, 'when'>> & Pick<Part, 'names' | 'values'>): this {
    const clauses = conditionOf(condition);
    this.#others.push({
      ConditionCheck: {
        TableName: tableName(),
        Key: { ...key },
        ...clauses,
        ConditionExpression: clauses.ConditionExpression ?? '',
      },
    });
    return this;
  }

  /** Has parts added at the start of the commit, for parts that depend on a read or on the rest of the transaction. */
  atCommit(add: () => Promise<void>): this {
    this.#late.push(add);
    return this;
  }

  /**
   * Executes the transaction. Returns false if a condition failed: nothing was written, and everything must be read
   * again.
   */
  async commit(): Promise<boolean> {
    for (const add of this.#late) await add();
    const updates = [...this.#updates.values()].map(({ key, parts }) => ({ Update: updateOf(key, parts) }));
    const items = [...this.#others, ...updates];
    if (items.length === 0) return true;
    try {
      await table.send(new TransactWriteCommand({ TransactItems: items }));
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && hasConflict(error)) return false;
      throw error;
    }
  }
}

/** Whether a condition of the transaction failed because of a concurrent writer. */
const hasConflict = (error: TransactionCanceledException): boolean =>
  (error.CancellationReasons ?? []).some((reason) => reason.Code === 'ConditionalCheckFailed');

function updateOf(key: Key, parts: readonly Part[]) {
  const clause = (word: string, paths: readonly string[]) =>
    paths.length > 0 ? [`${word} ${paths.join(', ')}`] : [];
  const all = (pick: (part: Part) => readonly string[] | undefined) =>
    parts.flatMap((part) => pick(part) ?? []);
  return {
    TableName: tableName(),
    Key: { ...key },
    UpdateExpression: [
      ...clause(
        'SET',
        all((part) => part.set),
      ),
      ...clause(
        'REMOVE',
        all((part) => part.remove),
      ),
      ...clause(
        'ADD',
        all((part) => part.add),
      ),
      ...clause(
        'DELETE',
        all((part) => part.drop),
      ),
    ].join(' '),
    ...conditionOf({
      when: all((part) => part.when),
      names: Object.assign({}, ...parts.map((part) => part.names)),
      values: Object.assign({}, ...parts.map((part) => part.values)),
    }),
  };
}

function conditionOf({ when = [], names = {}, values = {} }: Pick<Part, 'when' | 'names' | 'values'>) {
  return {
    ...(when.length > 0 ? { ConditionExpression: when.join(' AND ') } : {}),
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: { ...names } } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: { ...values } } : {}),
  };
}
