import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import {
  AUDIT_PREFIX,
  type AuditChange,
  type AuditFinding,
  auditObjectKey,
} from '../domain/reports/audit-archive.ts';
import { setting } from '../runtime/config.ts';

const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 5 });

/**
 * Archives changes of the audit log. The objects cannot be changed or removed before their retention ends. Costs one
 * PutObject per batch. Repeating a batch adds a version of the same object with the same content.
 */
export async function archiveAudit(
  changes: readonly AuditChange[],
  place: { readonly first: string; readonly last: string },
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: setting('auditBucket'),
      Key: auditObjectKey(place.first, place.last),
      Body: changes.map((change) => `${JSON.stringify(change)}\n`).join(''),
      ContentType: 'application/jsonl',
      // Object Lock requires a checksum.
      ChecksumAlgorithm: 'SHA256',
    }),
  );
}

const changeSchema = z.object({
  event: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  pk: z.string(),
  sk: z.string(),
  item: z.record(z.string(), z.unknown()),
});

/** A change as it was first archived, or the error of an object. */
export type Archived =
  | { readonly kind: 'change'; readonly change: AuditChange }
  | { readonly kind: 'finding'; readonly finding: AuditFinding };

/**
 * Reads the whole archive. Reads the oldest version of each object: the lock preserves it, whatever was written or
 * deleted later. Costs one request per thousand versions and one per object.
 */
export async function* readAuditArchive(): AsyncGenerator<Archived> {
  const Bucket = setting('auditBucket');
  const { oldest, findings } = await versionsIn(Bucket);
  for (const finding of findings) yield { kind: 'finding', finding };
  for (const [Key, version] of oldest) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...versionOf(version) }));
    const text = (await Body?.transformToString()) ?? '';
    for (const row of text.trimEnd().split('\n'))
      yield { kind: 'change', change: changeSchema.parse(JSON.parse(row)) };
  }
}

type Version = NonNullable<ListObjectVersionsCommandOutput['Versions']>[number];

/** An object without versions has the version `null`, which some stores do not accept in requests. */
const versionOf = ({ VersionId }: Version) =>
  VersionId === undefined || VersionId === 'null' ? {} : { VersionId };

async function versionsIn(Bucket: string) {
  const oldest = new Map<string, Version>();
  const findings: AuditFinding[] = [];
  let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const part = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: AUDIT_PREFIX, ...markers }));
    for (const { Key: key = '' } of part.DeleteMarkers ?? []) findings.push({ what: 'object deleted', key });
    // Versions are sorted newest first.
    for (const version of part.Versions ?? []) {
      const key = version.Key ?? '';
      const newer = oldest.get(key);
      if (newer !== undefined && newer.ETag !== version.ETag)
        findings.push({ what: 'object overwritten', key });
      oldest.set(key, version);
    }
    if (part.IsTruncated !== true || part.NextKeyMarker === undefined) return { oldest, findings };
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker } = part;
    markers = { KeyMarker, ...(NextVersionIdMarker && { VersionIdMarker: NextVersionIdMarker }) };
  }
}
