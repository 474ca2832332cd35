import { type AccountId, isAccountId } from '../accounts.ts';
import type { Instant } from '../time.ts';

/** A storage event: the change of one version of an object. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** `null` (the word) where the bucket keeps no versions, as S3 itself names it. */
  readonly version: string;
  /** A delete marker hides an object but frees no byte. */
  readonly change: 'created' | 'removed' | 'hidden';
  readonly bytes: number;
  readonly sequencer: string;
  /** Of the bytes that were created; some events do not say. */
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
 * Returns the object after the event, or null when the event is older than what is known, or known itself. `reserved`
 * says whether the event's bytes were reserved: of a form, the first object alone.
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
 * The order of two events on one key. Source: Amazon S3 User Guide, "Event message structure": pad the shorter
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
 * The key under which an upload is stored. A name is only ever a name: its folders are cut off, and `${` is taken
 * out of it, because an upload form with `${filename}` in its key would be good for any number of files.
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
