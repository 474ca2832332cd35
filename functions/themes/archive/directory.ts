import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { packageLimits } from '../limits.ts';
import { decodeName } from './names.ts';

/** An entry in the package's directory. None of its data can be trusted. */
export interface Listed {
  /** Null if it is not UTF-8. */
  readonly name: string | null;
  /** The unix mode; 0 if the package was made on a system without one. */
  readonly mode: number;
  readonly isEncrypted: boolean;
  readonly isFolder: boolean;
  readonly entry: Entry;
}

export type Directory =
  /** At most one entry above the limit; none if the zip declares too many. */
  | { readonly kind: 'listed'; readonly archive: ZipFile; readonly entries: readonly Listed[] }
  | { readonly kind: 'broken'; readonly why: string };

/** Reads the directory of a zip. Unpacks nothing. */
export async function listEntries(zip: Uint8Array): Promise<Directory> {
  if (zip.length === 0) return { kind: 'broken', why: 'the file is empty, 0 B' };
  try {
    const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    // Names are decoded and sizes are counted by our own code, which is stricter.
    const archive = await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: false });
    const entries: Listed[] = [];
    if (archive.entryCount > packageLimits.entries) return { kind: 'listed', archive, entries };
    for await (const entry of archive.eachEntry()) {
      entries.push(listed(entry));
      if (entries.length > packageLimits.entries) break;
    }
    return { kind: 'listed', archive, entries };
  } catch (cause) {
    return { kind: 'broken', why: reason(cause) };
  }
}

function listed(entry: Entry): Listed {
  const name = decodeName(entry.fileNameRaw);
  return {
    name,
    mode: entry.externalFileAttributes >>> 16,
    isEncrypted: entry.isEncrypted(),
    isFolder: name?.endsWith('/') ?? false,
    entry,
  };
}

/** Returns the library's error as the end of a sentence. */
export const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
