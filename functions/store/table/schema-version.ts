/**
 * The schema version of the items that this code writes and reads, attribute `v`. Items without it are of version 1.
 * A change of attributes that would misread older items raises it, and their reader converts the older version.
 */
export const SCHEMA_VERSION = 1;

/** Throws for an item of a schema version that this code does not know, such as a later deployment's. */
export function requireKnownSchema(item: object): void {
  const v = 'v' in item ? item.v : 1;
  if (v !== SCHEMA_VERSION)
    throw new Error(`The item has schema version ${v}. This code reads version ${SCHEMA_VERSION}.`);
}
