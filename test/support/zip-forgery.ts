/** What no honest tool writes into a zip: bytes changed after it was made. */

const CENTRAL = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const END = 0x06_05_4b_50;

/** The same zip with another name of equal length, in both of the places where a name stands. */
export function renamed(zip: Uint8Array, from: string, to: string | Uint8Array): Uint8Array {
  const forged = Buffer.from(zip);
  const name = Buffer.from(to);
  if (name.length !== Buffer.byteLength(from)) throw new Error('Names of another length move everything.');
  for (let at = forged.indexOf(from); at >= 0; at = forged.indexOf(from, at + 1)) name.copy(forged, at);
  return new Uint8Array(forged);
}

interface Headers {
  readonly bytes: Buffer;
  /** Where the entry's header in the directory begins. */
  readonly central: number;
  /** Where its header before its content begins. */
  readonly local: number;
  /** Where the end of the directory begins. */
  readonly end: number;
}

/** The same zip after something was done to the headers of an entry. */
export function forged(zip: Uint8Array, name: string, change: (headers: Headers) => void): Uint8Array {
  const bytes = Buffer.from(zip);
  const local = headerOf(bytes, LOCAL, 30, name);
  const central = headerOf(bytes, CENTRAL, 46, name);
  change({ bytes, central, local, end: signatureFrom(bytes, END, 0) });
  return new Uint8Array(bytes);
}

/** Says another size of the unpacked entry than it has. */
export const lyingOfSize = (zip: Uint8Array, name: string, bytes: number): Uint8Array =>
  forged(zip, name, (headers) => {
    headers.bytes.writeUInt32LE(bytes, headers.central + 24);
    headers.bytes.writeUInt32LE(bytes, headers.local + 22);
  });

/** Has an entry's packed bytes be those of another, too. */
export const overlapped = (zip: Uint8Array, name: string, other: string): Uint8Array =>
  forged(zip, name, ({ bytes, central }) => {
    const target = headerOf(bytes, CENTRAL, 46, other);
    // Method, checksum, sizes; then where its content is.
    bytes.copy(bytes, central + 10, target + 10, target + 28);
    bytes.copy(bytes, central + 42, target + 42, target + 46);
  });

function headerOf(bytes: Buffer, signature: number, length: number, name: string): number {
  for (let at = signatureFrom(bytes, signature, 0); at >= 0; at = signatureFrom(bytes, signature, at + 4))
    if (bytes.subarray(at + length).indexOf(name) === 0) return at;
  throw new Error(`There is no ${name}.`);
}

function signatureFrom(bytes: Buffer, signature: number, from: number): number {
  const wanted = Buffer.alloc(4);
  wanted.writeUInt32LE(signature);
  return bytes.indexOf(wanted, from);
}
