import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { flushed, readOrSetAside, writeWhole } from '../files.ts';
import { type ObjectFacts, type S3EventName, s3Notification } from './notification.ts';
import { type LengthRange, S3Refusal } from './post-policy.ts';

export interface StoredObject extends ObjectFacts {
  readonly bytes: number;
  readonly eTag: string;
  readonly contentType: string;
  readonly contentDisposition?: string;
  readonly modifiedAt: string;
}

export interface Incoming {
  readonly key: string;
  readonly content: Readable;
  readonly contentType: string;
  readonly contentDisposition?: string | undefined;
  readonly range?: LengthRange;
  readonly eventName: S3EventName;
}

const storedSchema = z.object({
  key: z.string(),
  sequencer: z.string(),
  bytes: z.number(),
  eTag: z.string(),
  contentType: z.string(),
  contentDisposition: z.string().exactOptional(),
  modifiedAt: z.string(),
});
const LOSS = 'The stored object that it describes is gone.';

/** The objects of one bucket, in one folder. Calls `notify` for each created or removed object. */
export class ObjectStore {
  readonly #folder: string;
  readonly #bucket: string;
  readonly #notify: (notification: string) => Promise<unknown>;
  readonly #lasts: boolean;
  #last = 0n;

  /** `lasts`: whether the objects outlive the process, and so must survive a power failure. */
  constructor(
    folder: string,
    bucket: string,
    notify: (notification: string) => Promise<unknown>,
    lasts = true,
  ) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name));
    this.#folder = folder;
    this.#bucket = bucket;
    this.#notify = notify;
    this.#lasts = lasts;
  }

  /**
   * Streams the content to disk and stores it under the key. Throws an S3Refusal and stores nothing if the size is
   * outside `range`.
   */
  async put({
    key,
    content,
    contentType,
    contentDisposition,
    range,
    eventName,
  }: Incoming): Promise<StoredObject> {
    const part = join(this.#folder, `${randomUUID()}.part`);
    try {
      const { bytes, eTag } = await writeMeasured(content, part, range);
      const headers = { contentType, ...(contentDisposition !== undefined && { contentDisposition }) };
      // Flush before the metadata names the file, or a power failure could leave metadata without content.
      if (this.#lasts) await flushed(part, 'r+');
      const stored = this.#commit(part, { key, bytes, eTag, ...headers });
      await this.#notify(s3Notification(this.#bucket, eventName, stored));
      return stored;
    } finally {
      rmSync(part, { force: true });
    }
  }

  find(key: string): StoredObject | null {
    return readOrSetAside(this.#path(key), storedSchema, LOSS);
  }

  /** Returns all objects, unordered. Reads the metadata of each from disk. */
  list(): StoredObject[] {
    const facts = readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
    return facts.flatMap((name) => readOrSetAside(join(this.#folder, name), storedSchema, LOSS) ?? []);
  }

  read(object: StoredObject): Readable {
    return createReadStream(this.#contentPath(object));
  }

  /** Removes an object and reports it, also for a missing one: the sample files exist only as events. */
  async remove(key: string): Promise<void> {
    const stored = this.find(key);
    rmSync(this.#path(key), { force: true });
    if (stored !== null) rmSync(this.#contentPath(stored), { force: true });
    const facts = { key, sequencer: this.#nextSequencer() };
    await this.#notify(s3Notification(this.#bucket, 'ObjectRemoved:Delete', facts));
  }

  /** Synchronous, so that the last of two writers has both the later sequencer and the object. The rename decides. */
  #commit(part: string, facts: Omit<StoredObject, 'sequencer' | 'modifiedAt'>): StoredObject {
    const before = this.find(facts.key);
    const stored = { ...facts, sequencer: this.#nextSequencer(), modifiedAt: new Date().toISOString() };
    renameSync(part, this.#contentPath(stored));
    writeWhole(this.#path(facts.key), JSON.stringify(stored), { lasts: this.#lasts });
    if (before !== null) rmSync(this.#contentPath(before), { force: true });
    return stored;
  }

  /** Returns a value above all earlier ones, also after a restart: the wall clock in steps of 1/4096 ms. */
  #nextSequencer(): string {
    const clock = BigInt(Date.now()) << 12n;
    this.#last = clock > this.#last ? clock : this.#last + 1n;
    return this.#last.toString(16).toUpperCase().padStart(16, '0');
  }

  // A key may contain anything, including `..`, so the file name is its hash.
  #hash = (key: string): string => createHash('sha256').update(key).digest('hex');
  #path = (key: string): string => join(this.#folder, `${this.#hash(key)}.json`);
  #contentPath = ({ key, sequencer }: ObjectFacts): string =>
    join(this.#folder, `${this.#hash(key)}.${sequencer}.bin`);
}

async function writeMeasured(
  content: Readable,
  path: string,
  range: LengthRange = { min: 0, max: Number.POSITIVE_INFINITY },
): Promise<{ bytes: number; eTag: string }> {
  const hash = createHash('md5');
  let bytes = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        // Read to the end anyway, so that the sender gets the response and the file's size is known.
        if (bytes > range.max) continue;
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(path),
  );
  if (bytes > range.max) throw tooLarge(bytes, range.max);
  if (bytes < range.min) throw tooSmall(bytes, range.min);
  return { bytes, eTag: hash.digest('hex') };
}

const tooLarge = (bytes: number, max: number) =>
  new S3Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: bytes,
    MaxSizeAllowed: max,
  });

const tooSmall = (bytes: number, min: number) =>
  new S3Refusal(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: bytes,
    MinSizeAllowed: min,
  });
