import { createHmac } from 'node:crypto';

/**
 * A counted event as it is remembered: who it was, how much it was, and how many periods after its own it was
 * counted (0 when it was on time).
 */
export interface Entry {
  readonly hash: string;
  readonly amount: number;
  readonly lateBy: number;
}

const HASH_BYTES = 6;

/**
 * The identity of an event: 48 bits of HMAC-SHA-256 over source and id, in hex. Its time is not part of it: a sender
 * that stamps at each try still sends the same event. An event is compared with a few hundred others at most, so one
 * in about 10^12 is taken for a duplicate by chance; two more bytes would halve the events that fit a write unit.
 * The key is secret, because 48 bits are few enough to search for two ids that collide.
 */
export const eventHash = (key: string, source: string, id: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([source, id]))
    .digest('hex')
    .slice(0, HASH_BYTES * 2);

/** Hash, amount and, only when it was late, the lateness: 8 to 11 bytes for usual amounts. */
export function encodeEntry(entry: Entry): Uint8Array {
  const tail = [...varint(entry.amount), ...(entry.lateBy > 0 ? varint(entry.lateBy) : [])];
  return Uint8Array.from([...Buffer.from(entry.hash, 'hex'), ...tail]);
}

export function decodeEntry(bytes: Uint8Array): Entry {
  const hash = Buffer.from(bytes.subarray(0, HASH_BYTES)).toString('hex');
  const [amount, next] = readVarint(bytes, HASH_BYTES);
  const lateBy = next < bytes.length ? readVarint(bytes, next)[0] : 0;
  return { hash, amount, lateBy };
}

export const entrySize = (entry: Entry): number => encodeEntry(entry).length;

/** Seven bits a byte, lowest first; the high bit says that more follow. By division: shifts end at 32 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function readVarint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0;
  let scale = 1;
  let at = from;
  for (;;) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('A counted event is cut short.');
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, at];
    scale *= 0x80;
  }
}
