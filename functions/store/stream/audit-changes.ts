import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AuditChange } from '../../domain/reports/audit-archive.ts';
import { AUDIT_PK } from '../key-prefixes.ts';
import type { Image } from '../table/image.ts';

/** Parses a change of the audit log from a record of the table's stream; null for other changes. */
export function readAuditChange(record: {
  readonly eventName?: AuditChange['event'] | undefined;
  readonly dynamodb?: { readonly OldImage?: unknown; readonly NewImage?: unknown } | undefined;
}): AuditChange | null {
  const image = (record.dynamodb?.NewImage ?? record.dynamodb?.OldImage) as Image | undefined;
  if (image?.pk?.S?.startsWith(AUDIT_PK) !== true || record.eventName === undefined) return null;
  const item = unmarshall(image);
  return { event: record.eventName, pk: String(item.pk), sk: String(item.sk), item };
}
