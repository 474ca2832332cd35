import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ObjectEvent } from '../domain/storage/objects.ts';
import {
  type PackageUpload,
  publishedFolder,
  readPackageKey,
  uncheckable,
  type ValidationResult,
} from '../domain/theme-store/theme-versions.ts';
import { now } from '../runtime/clock.ts';
import { MAX_RECEIVE_COUNT } from '../runtime/config.ts';
import { log } from '../runtime/log.ts';
import { finishValidation, startValidation } from '../store/theme-store/theme-versions.ts';
import { validateWithin } from '../themes/validate-within.ts';
import { eachMessage, readOr } from './messages.ts';
import { isMissingObject } from './missing-object.ts';
import { readStorageEvents } from './storage-events.ts';
import { publishTheme } from './theme-publishing.ts';

const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 5 });

/**
 * Validates uploaded packages one after another, because each keeps the processor busy. Only failed messages are
 * retried. A package that cannot be checked at its last attempt is rejected, so that its creator gets a result even if
 * the package crashes the worker.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage('themes', event, processEvents, 1);

async function processEvents(body: string, { attributes }: SQSRecord): Promise<void> {
  const isLastTry = Number(attributes.ApproximateReceiveCount) >= MAX_RECEIVE_COUNT;
  const changes = readOr('a storage event', () => readStorageEvents(body));
  for (const change of changes) if (change.change === 'created') await processObject(change, isLastTry);
}

/** Costs two writes and one read of the package; one more write per file of a theme that passes. */
async function processObject(
  { bucket, key, sequencer, eTag }: ObjectEvent,
  isLastTry: boolean,
): Promise<void> {
  const place = readPackageKey(key);
  if (!place || eTag === undefined) return log.warn('theme package unowned', { bucket, key });
  const { themeId, number } = place;
  const upload: PackageUpload = { sequencer, eTag };
  const version = await startValidation(themeId, number, upload);
  if (!version) return log.info('theme package skipped', { themeId, number, sequencer });
  const result = isLastTry ? uncheckable : await validate(bucket, key, themeId, number, upload);
  const done = result && (await finishValidation(themeId, number, upload, result, now()));
  const failed = result?.checks.filter(({ passed }) => !passed).map(({ id }) => id);
  const about = { themeId, number, sequencer, state: done?.state ?? 'replaced', failed };
  if (result === uncheckable) log.error('theme package not validated', about);
  else log.info('theme package validated', about);
}

/** Returns null if a later upload has replaced this one. The later upload has an event of its own. */
async function validate(
  bucket: string,
  key: string,
  themeId: string,
  number: number,
  upload: PackageUpload,
): Promise<ValidationResult | null> {
  const bytes = await packageOf(bucket, key, upload);
  if (bytes === 'replaced') return null;
  if (bytes === 'missing') return uncheckable;
  const { checks, theme } = await validateWithin(bytes);
  if (!theme) return { checks, files: null };
  return publishTheme(bucket, publishedFolder(themeId, number, upload), theme, checks);
}

/** Reads exactly the version of the package that the event names. */
async function packageOf(
  bucket: string,
  key: string,
  { eTag }: PackageUpload,
): Promise<Uint8Array | 'missing' | 'replaced'> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: eTag }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  } catch (error) {
    if (isMissingObject(error)) return 'missing';
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return 'replaced';
    throw error;
  }
}
