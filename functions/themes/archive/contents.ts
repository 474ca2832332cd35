import { packageLimits } from '../limits.ts';
import { type Directory, type Listed, listEntries } from './directory.ts';
import { inflate } from './inflate.ts';
import { foldName, nameViolation } from './names.ts';

/** The contents of a package, as far as it was unpacked. */
export interface Contents {
  /** Size of the zip in bytes. */
  readonly zip: number;
  /** Null if the zip is too large to be read. */
  readonly directory: Directory | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Unpacked bytes. */
  readonly unpacked: number;
  /** The largest compression ratio of an entry. */
  readonly ratio: { readonly value: number; readonly name: string | null };
  /** Why unpacking stopped; null if it was completed. */
  readonly stopped: Stopped | null;
}

export interface Stopped {
  readonly by: 'zip' | 'entries' | 'entry' | 'total' | 'ratio' | 'overlap' | 'broken';
  readonly name: string | null;
  readonly measured: string;
}

/** Unpacks a zip into memory, within the limits. Forbidden entries are not unpacked. */
export async function contentsOf(zip: Uint8Array): Promise<Contents> {
  const nothing = { zip: zip.length, files: new Map(), unpacked: 0, ratio: { value: 0, name: null } };
  const stop = (by: Stopped['by'], measured: string): Stopped => ({ by, name: null, measured });
  if (zip.length > packageLimits.zip) return { ...nothing, directory: null, stopped: stop('zip', '') };
  const directory = await listEntries(zip);
  if (directory.kind === 'broken') return { ...nothing, directory, stopped: stop('broken', directory.why) };
  const { archive, entries } = directory;
  if (entries.length > packageLimits.entries || archive.entryCount > packageLimits.entries)
    return { ...nothing, directory, stopped: stop('entries', String(archive.entryCount)) };
  const doubled = overlapping(entries);
  if (doubled) return { ...nothing, directory, stopped: { by: 'overlap', name: doubled.name, measured: '' } };
  return { ...nothing, directory, ...(await unpackAll(directory)) };
}

type Unpacking = Pick<Contents, 'files' | 'unpacked' | 'ratio' | 'stopped'>;

async function unpackAll({ archive, entries }: Directory & { kind: 'listed' }): Promise<Unpacking> {
  const files = new Map<string, Uint8Array>();
  let unpacked = 0;
  let ratio: Contents['ratio'] = { value: 0, name: null };
  const seen = new Set<string>();
  for (const { name, entry, ...rest } of entries) {
    if (name === null || !isUnpacked({ name, entry, ...rest }, seen)) continue;
    const inflated = await inflate(archive, entry, packageLimits.unpacked - unpacked);
    if (inflated.kind === 'broken')
      return { files, unpacked, ratio, stopped: { by: 'broken', name, measured: inflated.why } };
    if (inflated.ratio > ratio.value) ratio = { value: inflated.ratio, name };
    if (inflated.kind === 'stopped')
      return {
        files,
        unpacked: unpacked + inflated.bytes,
        ratio,
        stopped: { by: inflated.by, name, measured: String(inflated.bytes) },
      };
    unpacked += inflated.content.length;
    files.set(name, inflated.content);
  }
  return { files, unpacked, ratio, stopped: null };
}

/** Whether it is a regular file with a unique name. Remembers the name. */
function isUnpacked(listed: Listed, seen: Set<string>): boolean {
  const { name, isEncrypted, isFolder } = listed;
  if (name === null || isEncrypted || nameViolation(name) !== null || isSpecial(listed)) return false;
  if (isFolder && listed.entry.uncompressedSize === 0 && listed.entry.compressedSize === 0) return false;
  const folded = foldName(name);
  if (seen.has(folded)) return false;
  seen.add(folded);
  return true;
}

const FILE_TYPE = 0o170_000;
const REGULAR = 0o100_000;
const FOLDER = 0o040_000;

/** Whether it is a link, a device or a socket: anything but a file or a folder. */
export function isSpecial({ mode, isFolder }: Listed): boolean {
  const type = mode & FILE_TYPE;
  return type !== 0 && type !== (isFolder ? FOLDER : REGULAR);
}

/** Returns the first entry whose compressed bytes overlap another's, as in a zip bomb that reuses one entry. */
function overlapping(entries: readonly Listed[]): Listed | undefined {
  const ordered = entries.toSorted((a, b) => start(a) - start(b));
  return ordered.find((listed, index) => {
    const before = ordered[index - 1];
    return before !== undefined && end(before) > start(listed);
  });
}

const LOCAL_HEADER = 30;
const start = ({ entry }: Listed): number => entry.relativeOffsetOfLocalHeader;
const end = ({ entry }: Listed): number =>
  entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize;
