import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ObjectEvent } from '../domain/storage/objects.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { type ObjectOutcome, recordObject } from '../store/storage/objects.ts';
import { eachMessage, readOr } from './messages.ts';
import { readStorageEvents } from './storage-events.ts';

/**
 * Takes in what the storage tells of its objects. Messages are taken one after the other, because they may speak
 * of the same object; one that fails is handed back alone.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage('uploads', event, takeInAll, 1);

async function takeInAll(body: string): Promise<void> {
  const changes = readOr('a storage event', () => readStorageEvents(body));
  for (const change of changes) report(change, await recordObject(change, now()));
}

/** Tells of what should not be there: bytes that nobody reserved, and bytes that are nobody's. */
function report(change: ObjectEvent, outcome: ObjectOutcome): void {
  const object = { bucket: change.bucket, key: change.key, version: change.version };
  if (outcome.kind === 'unowned') log.warn('object unowned', object);
  else if (outcome.kind === 'counted' && !outcome.reserved && outcome.bytes > 0)
    log.warn('object unreserved', { ...object, bytes: outcome.bytes });
  else log.info(`object ${outcome.kind}`, object);
}
