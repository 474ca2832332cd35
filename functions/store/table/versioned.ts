import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../keys.ts';
import { table, tableName } from './client.ts';
import { requireKnownSchema, SCHEMA_VERSION } from './schema-version.ts';
import type { Part, Transaction } from './transaction.ts';

/** A record that is stored in one item and replaced as a whole, with its version number. */
export interface Versioned<T> {
  readonly value: T;
  /** 0: not stored yet. */
  readonly version: number;
}

/** Loads a record. One consistent read. */
export async function loadRecord<T>({ pk, sk }: Key): Promise<Versioned<T> | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item && readRecord<T>(Item);
}

/** Reads a record from its item. Throws for a schema version that this code does not know. */
export function readRecord<T>(item: Readonly<Record<string, unknown>>): Versioned<T> {
  requireKnownSchema(item);
  return { value: item.record as T, version: item.rev as number };
}

/** Replaces the version that was read with the next one. The transaction fails if another writer replaced it first. */
export function saveRecord<T extends object>(
  transaction: Transaction,
  key: Key,
  { value, version }: Versioned<T>,
  attributes: Readonly<Record<string, unknown>> = {},
): void {
  const condition: Pick<Part, 'when' | 'names' | 'values'> =
    version === 0
      ? { when: ['attribute_not_exists(pk)'] }
      : { when: ['rev = :rev'], values: { ':rev': version } };
  transaction.put({ ...key, ...attributes, record: value, rev: version + 1, v: SCHEMA_VERSION }, condition);
}

/** Deletes the version that was read. The transaction fails if another writer replaced it first. */
export function dropRecord(transaction: Transaction, key: Key, version: number): void {
  transaction.delete(key, { when: ['rev = :rev'], values: { ':rev': version } });
}
