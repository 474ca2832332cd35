import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { packageLimits } from '../limits.ts';
import { reason } from './directory.ts';

/** The result of unpacking an entry. `bytes` were unpacked before it was stopped. */
export type Inflated =
  | { readonly kind: 'whole'; readonly content: Uint8Array; readonly ratio: number }
  | {
      readonly kind: 'stopped';
      readonly by: 'entry' | 'total' | 'ratio';
      readonly bytes: number;
      readonly ratio: number;
    }
  | { readonly kind: 'broken'; readonly why: string };

const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks one entry in chunks, and stops at the first byte above its own limit or above `room`, the remaining bytes of
 * the package. Never holds more than that in memory, whatever the headers say.
 */
export async function inflate(archive: ZipFile, entry: Entry, room: number): Promise<Inflated> {
  const { compressionMethod, compressedSize } = entry;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    return broken(`is packed by method ${compressionMethod}, not by deflate`);
  try {
    const raw = await archive.openReadStreamPromise(entry, { decodeFileData: false });
    const inflater = createInflateRaw();
    const source: Readable = compressionMethod === STORED ? raw : pipeline(raw, inflater, () => {});
    const consumed = () => (compressionMethod === STORED ? compressedSize : inflater.bytesWritten);
    const taken = await take(source, Math.min(packageLimits.entry, room));
    inflater.close();
    const ratio = ratioOf(taken.bytes, consumed());
    if (ratio > packageLimits.ratio) return { kind: 'stopped', by: 'ratio', bytes: taken.bytes, ratio };
    if (!taken.content) {
      const by = taken.bytes > packageLimits.entry ? 'entry' : 'total';
      return { kind: 'stopped', by, bytes: taken.bytes, ratio };
    }
    const violation = headerViolation(entry, taken.content, consumed());
    return violation === null ? { kind: 'whole', content: taken.content, ratio } : broken(violation);
  } catch (cause) {
    return broken(`cannot be unpacked: ${reason(cause)}`);
  }
}

const broken = (why: string): Inflated => ({ kind: 'broken', why });

async function take(source: Readable, most: number): Promise<{ bytes: number; content: Uint8Array | null }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > most) return { bytes, content: null };
    chunks.push(chunk);
  }
  return { bytes, content: new Uint8Array(Buffer.concat(chunks)) };
}

/** Returns unpacked bytes per packed byte. */
const ratioOf = (out: number, taken: number): number =>
  out < packageLimits.ratioFrom ? 0 : out / Math.max(taken, 1);

/** Returns what contradicts the entry's headers. */
function headerViolation(entry: Entry, content: Uint8Array, consumed: number): string | null {
  if (consumed !== entry.compressedSize) return 'has bytes after its end';
  if (content.length !== entry.uncompressedSize)
    return `says it has ${entry.uncompressedSize} B, and has ${content.length} B`;
  return crc32(content) === entry.crc32 ? null : 'does not have the checksum that it says';
}
