import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import {
  ACCOUNT_PATHS,
  addLine,
  emptyTally,
  eventsOfLog,
  type LogTally,
  logReader,
} from '../domain/metering/access-logs.ts';
import type { ObjectEvent } from '../domain/storage/objects.ts';
import { enqueueUsage } from '../queue/usage.ts';
import { optionalSetting } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { linesOf, textOf } from './log-lines.ts';
import { eachMessage, readOr, Unusable } from './messages.ts';
import { isMissingObject } from './missing-object.ts';
import { readStorageEvents } from './storage-events.ts';

const s3 = new S3Client({ forcePathStyle: true });

/**
 * Counts the bytes that CloudFront sent to viewers, from its standard logs. Each file becomes one usage event per
 * account and hour. A file that is announced twice counts once. CloudFront delivers logs on a best-effort basis, so the
 * figures may miss requests.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  // One file at a time, because parsing keeps the processor busy.
  eachMessage(
    'access-logs',
    event,
    async (body) => {
      const changes = readOr('a storage event', () => readStorageEvents(body));
      for (const change of changes) if (change.change === 'created') await processObject(change);
    },
    1,
  );

// Costs one S3 request, and the queue requests of all accounts and hours together.
async function processObject({ bucket, key }: ObjectEvent): Promise<void> {
  const tally = await tallyOf(key, await open(bucket, key));
  const events = eventsOfLog(key, tally);
  await enqueueUsage(events);
  const { lines, malformed, unattributed } = tally;
  const figures = { bucket, key, lines, malformed, unattributed, events: events.length };
  if (malformed > 0) log.warn('access log partly malformed', figures);
  else log.info('access log read', figures);
}

async function open(bucket: string, key: string): Promise<Readable> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body as Readable;
  } catch (error) {
    if (isMissingObject(error)) throw new Unusable(`There is no ${key} in ${bucket} any more.`);
    throw error;
  }
}

/** Sums up a file by account and hour. Streams its lines, so memory grows only with accounts and hours. */
async function tallyOf(name: string, content: Readable): Promise<LogTally> {
  const roots = optionalSetting('accountPaths')?.split(',') ?? ACCOUNT_PATHS;
  const read = logReader();
  const tally = emptyTally();
  for await (const lines of linesOf(textOf(name, content)))
    for (const line of lines) addLine(tally, read(line), roots);
  return tally;
}
