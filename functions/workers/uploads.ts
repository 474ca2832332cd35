import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ObjectEvent } from '../domain/storage/objects.ts';
import { now } from '../runtime/clock.ts';
import { log } from '../runtime/log.ts';
import { type ObjectOutcome, recordObject } from '../store/storage/objects.ts';
import { eachMessage, readOr } from './messages.ts';
import { readStorageEvents } from './storage-events.ts';

/**
 * Processes S3's events about stored objects, one after another, because several may concern the same object. Only
 * failed messages are retried.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage('uploads', event, processEvents, 1);

async function processEvents(body: string): Promise<void> {
  const changes = readOr('a storage event', () => readStorageEvents(body));
  for (const change of changes) report(change, await recordObject(change, now()));
}

/** Logs objects that should not exist: objects without a reservation, and objects outside every account's prefix. */
function report(change: ObjectEvent, outcome: ObjectOutcome): void {
  const object = { bucket: change.bucket, key: change.key, version: change.version };
  if (outcome.kind === 'unowned') log.warn('object unowned', object);
  else if (outcome.kind === 'counted' && !outcome.reserved && outcome.bytes > 0)
    log.warn('object unreserved', { ...object, bytes: outcome.bytes });
  else log.info(`object ${outcome.kind}`, object);
}
