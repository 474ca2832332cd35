import { createCipheriv } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { font, packageOf } from '../../support/theme-package.ts';
import { forged } from '../../support/zip-forgery.ts';

/** Bytes that cannot be packed, the same each time. */
export const noise = (bytes: number): Uint8Array =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(bytes));

/** Letters that can be packed to some half. */
export const rhyme = (bytes: number): string =>
  Buffer.from(noise(bytes).map((byte) => 97 + (byte % 16))).toString('latin1');

/** A picture with bytes after its end. */
export const heavier = (picture: Uint8Array, bytes: number): Uint8Array =>
  Buffer.concat([picture, noise(bytes - picture.length)]);

/** A picture whose header says that it has more pixels than any memory. */
export function vast(picture: Uint8Array): Uint8Array {
  const forgedPicture = Buffer.from(picture);
  forgedPicture.writeUInt32BE(2_000_000_000, 16);
  forgedPicture.writeUInt32BE(2_000_000_000, 20);
  return forgedPicture;
}

export function noisyFont(bytes: number): Uint8Array {
  const content = Buffer.from(noise(bytes));
  Buffer.from(font(bytes)).copy(content, 0, 0, 48);
  return content;
}

export const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** A package whose README.md unpacks to that many megabytes of zeros. It says that it has as many as fit into 32 bits. */
export async function zeros(megabytes: number): Promise<Uint8Array> {
  // Flushed, so that it can stand as often as wanted.
  const block = deflateRawSync(Buffer.alloc(1_000_000), { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  const end = Buffer.from([3, 0]);
  const stream = Buffer.concat([...Array.from({ length: megabytes }, () => block), end]);
  const zip = await packageOf({
    files: { 'README.md': stream },
    packing: { 'README.md': { compress: false } },
  });
  return forged(zip, 'README.md', ({ bytes, central, local }) => {
    const declared = Math.min(megabytes * 1_000_000, 0xff_ff_ff_fe);
    bytes.writeUInt16LE(8, central + 10);
    bytes.writeUInt16LE(8, local + 8);
    bytes.writeUInt32LE(declared, central + 24);
    bytes.writeUInt32LE(declared, local + 22);
  });
}
