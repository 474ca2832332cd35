import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { archiveAudit } from '../archive/audit.ts';
import { log } from '../runtime/log.ts';
import { readAuditChange } from '../store/stream/audit-changes.ts';

/**
 * Copies new lines of the audit log to its archive, in batches. A failed batch is retried as a whole. No function may
 * change or remove a line; if it happens, the worker archives the change and logs it, and an alarm counts these log
 * lines.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const found = Records.flatMap((record) => {
    const change = readAuditChange(record);
    return change === null ? [] : [{ change, sequence: record.dynamodb?.SequenceNumber ?? '' }];
  });
  const [first, last] = [found.at(0), found.at(-1)];
  if (first === undefined || last === undefined) return { batchItemFailures: [] };
  for (const { change } of found)
    if (change.event !== 'INSERT')
      log.error('audit line changed', { event: change.event, pk: change.pk, sk: change.sk });
  try {
    await archiveAudit(
      found.map(({ change }) => change),
      { first: first.sequence, last: last.sequence },
    );
    return { batchItemFailures: [] };
  } catch (error) {
    log.error('audit lines not archived', { first: first.sequence, error: error as Error });
    return { batchItemFailures: [{ itemIdentifier: first.sequence }] };
  }
}
