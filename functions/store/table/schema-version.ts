/**
 * The schema version of the items that this code writes and reads, attribute `v`. Items without it have version 1.
 * Raise it for a change of attributes that would misread older items, and convert the older version on reading.
 */
export const SCHEMA_VERSION = 1;

/** Throws for an item of a schema version that this code does not know, such as one of a later deployment. */
export function requireKnownSchema(item: object): void {
  const v = 'v' in item ? item.v : 1;
  if (v !== SCHEMA_VERSION)
    throw new Error(`The item has schema version ${v}. This code reads version ${SCHEMA_VERSION}.`);
}
