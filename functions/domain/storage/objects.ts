import { type AccountId, isAccountId } from '../accounts.ts';
import type { Instant } from '../time.ts';

/** A storage event: the change of one version of an object. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** The word `null` in a bucket without versioning, as S3 itself names it. */
  readonly version: string;
  /** A delete marker hides an object but frees no bytes. */
  readonly change: 'created' | 'removed' | 'hidden';
  readonly bytes: number;
  readonly sequencer: string;
  /** The ETag of the created bytes; some events have none. */
  readonly eTag?: string;
}

/** The known state of a version: its bytes (0: deleted) and the last applied event. */
export interface StoredObject {
  readonly version: string;
  readonly bytes: number;
  readonly sequencer: string;
  readonly state: 'stored' | 'removed' | 'hidden';
  /** Whether the bytes had a reservation. */
  readonly reserved: boolean;
}

/**
 * Returns the object after the event; null if the event is known or older than the stored state. `reserved` says
 * whether the event's bytes were reserved, which holds only for the first object of a form.
 */
export function applyObjectEvent(
  known: StoredObject | undefined,
  event: ObjectEvent,
  reserved: boolean,
): StoredObject | null {
  if (known && compareSequencers(event.sequencer, known.sequencer) <= 0) return null;
  const stored = event.change === 'created';
  return {
    version: event.version,
    bytes: stored ? event.bytes : 0,
    sequencer: event.sequencer,
    state: ({ created: 'stored', removed: 'removed', hidden: 'hidden' } as const)[event.change],
    reserved: stored ? reserved : (known?.reserved ?? false),
  };
}

/**
 * Compares the order of two events on one key. Amazon S3 User Guide, "Event message structure": pad the shorter
 * sequencer with zeros on the right, then compare the strings.
 */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  const [left, right] = [a.padEnd(length, '0'), b.padEnd(length, '0')];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Returns the version that its owner sees: the newest one that is not removed; undefined when none is left. */
const currentVersion = (versions: readonly StoredObject[]): StoredObject | undefined =>
  versions
    .filter((version) => version.state !== 'removed')
    .sort((a, b) => compareSequencers(b.sequencer, a.sequencer))[0];

/** What ended an upload's reservation: the first object under its form, or its owner. */
export type ReservationEnd = 'object' | 'cancellation';

/** The parts of an upload that its state depends on. */
export interface UploadTerms {
  /** The reserved bytes. */
  readonly bytes: number;
  readonly expiresAt: Instant;
  readonly releasedBy: ReservationEnd | null;
}

export type UploadState = 'reserved' | 'stored' | 'expired' | 'deleted';

/** Returns an upload's state and size at `now`: the stored bytes once a file is stored, the reserved bytes otherwise. */
export function uploadState(
  { bytes, expiresAt, releasedBy }: UploadTerms,
  versions: readonly StoredObject[],
  now: Instant,
): { readonly state: UploadState; readonly bytes: number } {
  const current = currentVersion(versions);
  if (current?.state === 'stored') return { state: 'stored', bytes: current.bytes };
  if (versions.length > 0 || releasedBy === 'cancellation') return { state: 'deleted', bytes };
  return { state: expiresAt <= now ? 'expired' : 'reserved', bytes };
}

/**
 * Returns the key under which an upload is stored. Removes folders from the name, and `${`, because a form with
 * `${filename}` in its key would accept any number of files.
 */
export function uploadObjectKey(account: AccountId, uploadId: string, fileName: string): string {
  const name = (fileName.split(/[/\\]/).at(-1) ?? '').replaceAll('${', '_{');
  return `uploads/${account}/${uploadId}/${name === '.' || name === '..' ? '_' : name}`;
}

/** Returns the owner of an object key; null if it has none. */
export function ownerOf(key: string): { account: AccountId; uploadId: string } | null {
  const [folder, account, uploadId] = key.split('/');
  if (folder !== 'uploads' || !account || !uploadId || !isAccountId(account)) return null;
  return { account, uploadId };
}
