import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ACCESS_LOGS_BUCKET,
  ARCHIVE_BUCKET,
  AUDIT_BUCKET,
  THEMES_BUCKET,
  UPLOADS_BUCKET,
} from '../environment.ts';
import type { Queues } from '../queues/queues.ts';
import { ObjectStore } from './objects.ts';

/** Every bucket of the service, by name. */
export type Buckets = ReadonlyMap<string, ObjectStore>;

/** Opens the buckets in `home`; null uses a temporary folder. Buckets with a queue send their events to it. */
export async function openBuckets(
  home: string | null,
  { work }: Queues,
  undo: (() => unknown)[],
): Promise<Buckets> {
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'real-deal-')));
  if (home === null) undo.unshift(() => rm(folder, { recursive: true, force: true }));
  const open = (bucket: string, name: string, notify: (notification: string) => Promise<unknown>) =>
    [bucket, new ObjectStore(join(folder, name), bucket, notify, home !== null)] as const;
  return new Map([
    open(UPLOADS_BUCKET, 'objects', (notification) => work.uploads.send(notification)),
    open(THEMES_BUCKET, 'themes', async (notification) => {
      // The deployed rule's filter: published files are not packages.
      if (isOfPackage(notification)) await work.themes.send(notification);
    }),
    open(ACCESS_LOGS_BUCKET, 'access-logs', (notification) => work['access-logs'].send(notification)),
    open(ARCHIVE_BUCKET, 'archive', async () => {}),
    open(AUDIT_BUCKET, 'audit', async () => {}),
  ]);
}

const isOfPackage = (notification: string): boolean => {
  const [record] = JSON.parse(notification).Records;
  return record.s3.object.key.startsWith('packages/');
};
