import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { archiveAudit } from '../archive/audit.ts';
import { log } from '../runtime/log.ts';
import { readAuditChange } from '../store/stream/audit-changes.ts';

/**
 * Copies the audit log to its archive as it grows, batch by batch; a batch that fails comes again as a whole. A line that was
 * changed or removed, which no function may do, is archived as such and logged: an alarm counts it.
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
