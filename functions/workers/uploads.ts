import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ObjectEvent } from '../domain/objects.ts';
import { deadLetter } from '../queue/dead-letters.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { type ObjectOutcome, recordObject } from '../store/objects.ts';
import { readStorageEvents } from './storage-events.ts';

/**
 * Takes in what the storage tells of its objects. Messages are taken one after the other, because they may speak
 * of the same object; one that fails is handed back alone.
 */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      for (const change of await readMessage(record)) report(change, await recordObject(change, now()));
    } catch (error) {
      log.error('storage event not taken in', { messageId: record.messageId, error: error as Error });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

/** A message that is no storage event is set aside at once: no repetition mends it. */
async function readMessage(record: SQSRecord): Promise<readonly ObjectEvent[]> {
  try {
    return readStorageEvents(record.body);
  } catch (error) {
    await deadLetter('uploads', record.body, `Not a storage event: ${(error as Error).message}`);
    return [];
  }
}

/** Tells of what should not be there: bytes that nobody reserved, and bytes that are nobody's. */
function report(change: ObjectEvent, outcome: ObjectOutcome): void {
  const object = { bucket: change.bucket, key: change.key, version: change.version };
  if (outcome.kind === 'unowned') log.warn('object unowned', object);
  else if (outcome.kind === 'counted' && !outcome.reserved && outcome.bytes > 0)
    log.warn('object unreserved', { ...object, bytes: outcome.bytes });
  else log.info(`object ${outcome.kind}`, object);
}
