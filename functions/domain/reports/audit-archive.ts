/** A change of the audit log from the table's stream, as the archive stores it. */
export interface AuditChange {
  /** `MODIFY` and `REMOVE` must never occur. */
  readonly event: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly pk: string;
  readonly sk: string;
  /** The whole item; for a removal, its last content. */
  readonly item: Readonly<Record<string, unknown>>;
}

/** The prefix of the archive's objects. */
export const AUDIT_PREFIX = 'lines/';

/**
 * Returns the key of a batch's object, from the stream positions of its first and last change. A repeated batch has the
 * same key.
 */
export const auditObjectKey = (first: string, last: string): string =>
  `${AUDIT_PREFIX}${first}-${last}.jsonl`;

/** An error in a line of the audit log, or in an object of its archive. */
export interface AuditFinding {
  readonly what:
    | 'missing'
    | 'changed'
    | 'not archived'
    | 'tampered with'
    | 'object overwritten'
    | 'object deleted';
  /** The key of the line in the table, or of the object in the archive. */
  readonly key: string;
}
