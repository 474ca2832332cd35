/** What an object of the audit archive holds a line of: one change of the audit log, as the table's stream has it. */
export interface AuditChange {
  /** `MODIFY` and `REMOVE` are what must never happen. */
  readonly event: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly pk: string;
  readonly sk: string;
  /** The whole item; of a removal, as it was. */
  readonly item: Readonly<Record<string, unknown>>;
}

/** Where the archive's objects are. */
export const AUDIT_PREFIX = 'lines/';

/** The object of a batch, by the places of its first and last change in the stream: the same batch again is the same object. */
export const auditObjectKey = (first: string, last: string): string =>
  `${AUDIT_PREFIX}${first}-${last}.jsonl`;

/** What is wrong with a line of the audit log, or with an object of its archive. */
export interface AuditFinding {
  readonly what:
    | 'missing'
    | 'changed'
    | 'not archived'
    | 'tampered with'
    | 'object overwritten'
    | 'object deleted';
  /** The line's key in the table, or the object's in the archive. */
  readonly key: string;
}
