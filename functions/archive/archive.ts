import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { ARCHIVE_PREFIX, type ArchivedEvent, archiveKey, archiveLine } from '../domain/metering/archive.ts';
import type { UsageEvent } from '../domain/metering/deduplication.ts';
import { type Instant, parseInstant } from '../domain/time.ts';
import { optionalSetting, setting } from '../runtime/config.ts';

const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 5 });

type Counted = UsageEvent & { readonly account: AccountId; readonly meter: string };

/**
 * Stores a batch of counted events permanently, if the deployment has an archive. Costs one PutObject per batch: at
 * S3's list price of 5 USD per million requests and k events per batch, 5/k USD per million events (0.05 USD from k =
 * 100). Repeating a batch replaces the same object.
 */
export async function archiveEvents(events: readonly Counted[], countedAt: Instant): Promise<void> {
  const bucket = optionalSetting('archiveBucket');
  if (bucket === undefined || events.length === 0) return;
  const lines = events.map((event) => `${archiveLine({ ...event, countedAt })}\n`);
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: archiveKey(events),
      Body: await promisify(gzip)(lines.join('')),
      ContentType: 'application/gzip',
    }),
  );
}

const line = z.object({
  account: z.string().transform((text, context) => {
    if (isAccountId(text)) return text;
    context.addIssue('No account.');
    return z.NEVER;
  }),
  meter: z.string(),
  source: z.string(),
  id: z.string(),
  time: z.iso.datetime().transform(parseInstant),
  amount: z.int().min(1),
  countedAt: z.iso.datetime().transform(parseInstant),
});

/**
 * Reads all archived events, partition by partition. An event occurs more than once if its batch was delivered more
 * than once. Costs one request per thousand objects and one per object.
 */
export async function* readArchive(): AsyncGenerator<ArchivedEvent> {
  const bucket = setting('archiveBucket');
  const listed = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: ARCHIVE_PREFIX });
  for await (const { Contents = [] } of listed)
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const text = await promisify(gunzip)((await Body?.transformToByteArray()) ?? new Uint8Array());
      for (const row of text.toString().trimEnd().split('\n')) yield eventIn(row);
    }
}

function eventIn(row: string): ArchivedEvent {
  const { time, ...event } = line.parse(JSON.parse(row));
  return { ...event, at: time };
}
