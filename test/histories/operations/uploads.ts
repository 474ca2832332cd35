import { notification } from '../../support/uploads.ts';
import { type Actor, expectAnswer, type Operation, oneOf } from '../actor.ts';
import { GB, HOUR } from '../model/terms.ts';

let sequence = 1_000_000;
/** Sequencers of S3 are hexadecimal and ascend; those of one length compare as text. */
const sequencerOf = (number: number): string => number.toString(16).toUpperCase().padStart(16, '0');

async function send(actor: Actor, messages: readonly object[]): Promise<void> {
  for (const message of messages) {
    const response = await fetch(`${actor.stage.desk.url}/dev/s3-events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    });
    // Unread, it would keep its connection.
    await response.arrayBuffer();
    expectAnswer('storage event', response.status, 202);
  }
}

const created = (key: string, at: number, size: number) =>
  notification('ObjectCreated:Put', { key, sequencer: sequencerOf(at), size });
const removed = (key: string, at: number) =>
  notification('ObjectRemoved:Delete', { key, sequencer: sequencerOf(at) });

/** Reserves bytes for a file. */
export const upload: Operation = async (actor, pick) => {
  const now = actor.now();
  const { storage, isSuspended } = actor.model;
  const free = storage.freeAt(now);
  const bytes = pick(4) === 0 ? Math.max(1, Math.min(5 * GB, free + pick(2))) : 1 + pick(GB);
  const { status, body } = await actor.post('/uploads', {
    fileName: 'film',
    bytes,
    contentType: 'video/mp4',
  });
  const fits = !isSuspended && bytes <= free;
  expectAnswer(`upload of ${bytes}, ${free} free`, status, fits ? 201 : 402);
  if (fits)
    storage.uploads.push({
      uploadId: body.uploadId,
      key: body.key,
      bytes,
      until: now + HOUR,
      reserved: true,
    });
  return `upload ${bytes} bytes${fits ? '' : ': refused'}`;
};

/** A reserved file is stored, in time or long after; its event may come twice. */
export const store: Operation = async (actor, pick) => {
  const now = actor.now();
  const { storage } = actor.model;
  const reserved = oneOf(
    storage.uploads.filter((each) => each.reserved),
    pick,
  );
  if (!reserved) return null;
  const { key } = reserved;
  // Often smaller than what was reserved: the rest is released.
  const bytes = pick(2) === 0 ? reserved.bytes : 1 + pick(reserved.bytes);
  const at = ++sequence;
  await send(actor, Array(1 + pick(2)).fill(created(key, at, bytes)));
  actor.apply(() => storage.apply(key, at, bytes, now));
  return `store ${bytes} bytes of an upload of ${reserved.bytes}`;
};

/** Cancels an upload before a file is stored. */
export const cancelUpload: Operation = async (actor, pick) => {
  actor.now();
  const reserved = oneOf(
    actor.model.storage.uploads.filter((each) => each.reserved),
    pick,
  );
  if (!reserved) return null;
  const { status } = await actor.owner.call(`DELETE ${actor.base}/uploads/${reserved.uploadId}`);
  expectAnswer('cancellation of an upload', status, 204);
  reserved.reserved = false;
  return `cancel an upload of ${reserved.bytes} bytes`;
};

/** An object that no upload reserved. */
export const storeForeign: Operation = async (actor, pick) => {
  const now = actor.now();
  const key = `uploads/${actor.account}/${actor.name('x')}/film`;
  const bytes = 1 + pick(GB);
  const at = ++sequence;
  await send(actor, [created(key, at, bytes)]);
  actor.apply(() => actor.model.storage.apply(key, at, bytes, now));
  return `store ${bytes} bytes that nobody reserved`;
};

/** Several events of one object, out of order and with duplicates. */
export const shuffleObject: Operation = async (actor, pick) => {
  const now = actor.now();
  const { storage } = actor.model;
  const key = oneOf(storage.keys, pick);
  if (!key) return null;
  const [first, second] = [++sequence, ++sequence];
  const size = 1 + pick(GB);
  const isDeleted = pick(2) === 0;
  const last = isDeleted ? removed(key, second) : created(key, second, size);
  // As large as the object is: it then makes no difference to alerts which of the two is counted first.
  const earlier = created(key, first, storage.bytesOf(key));
  await send(actor, [last, earlier, last]);
  actor.apply(() => storage.apply(key, second, isDeleted ? 0 : size, now));
  return isDeleted ? 'delete an object after a late overwrite' : `overwrite an object with ${size} bytes`;
};

export const deleteObject: Operation = async (actor, pick) => {
  const now = actor.now();
  const { storage } = actor.model;
  const key = oneOf(storage.keys, pick);
  if (!key) return null;
  const at = ++sequence;
  await send(actor, [removed(key, at)]);
  actor.apply(() => storage.apply(key, at, 0, now));
  return 'delete an object';
};
