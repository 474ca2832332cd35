import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import {
  decodeEntry,
  encodeEntry,
  entrySize,
  eventHash,
} from '../../../functions/domain/metering/deduplication.ts';
import { amounts, entries, hashes, MOST } from '../../support/arbitraries.ts';

describe('a remembered event', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
      }),
    );
  });

  it('is as large as it is said to be, and grows by seven bits a byte', () => {
    fc.assert(
      fc.property(hashes, amounts, (hash, amount) => {
        const bytes = Math.max(1, Math.ceil(BigInt(amount).toString(2).length / 7));
        expect(entrySize({ hash, amount, lateBy: 0 })).toBe(6 + bytes);
        expect(encodeEntry({ hash, amount, lateBy: 0 })).toHaveLength(6 + bytes);
        expect(entrySize({ hash, amount, lateBy: 2 })).toBe(7 + bytes);
      }),
    );
  });

  it.each([
    [1, [1]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [2 ** 32, [0x80, 0x80, 0x80, 0x80, 0x10]],
    [MOST, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('of amount %d lies in the table as it always did', (amount, tail) => {
    const entry = { hash: '0123456789ab', amount, lateBy: 0 };
    expect([...encodeEntry(entry)]).toEqual([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, ...tail]);
  });

  it('that is cut short is not taken for another', () => {
    const bytes = encodeEntry({ hash: '0123456789ab', amount: 1_000_000, lateBy: 0 });
    for (let length = 6; length < bytes.length; length += 1)
      expect(() => decodeEntry(bytes.subarray(0, length))).toThrow('cut short');
  });
});

describe('the identity of an event', () => {
  it('is 48 bits of HMAC-SHA-256 over source and id', () => {
    const hmac = createHmac('sha256', 'key').update('["cdn","req-1"]').digest('hex');
    expect(eventHash('key', 'cdn', 'req-1')).toBe(hmac.slice(0, 12));
  });

  it('cannot be computed without the key: ids that collide under one do not under another', () => {
    // Found by a birthday search over unkeyed SHA-256.
    const ids = ['req-k2gc', 'req-4851k'];
    const unkeyed = ids.map((id) =>
      createHash('sha256')
        .update(JSON.stringify(['cdn', id]))
        .digest('hex')
        .slice(0, 12),
    );
    expect(new Set(unkeyed).size).toBe(1);
    expect(new Set(ids.map((id) => eventHash('a', 'cdn', id))).size).toBe(2);
    expect(eventHash('a', 'cdn', 'req-1')).not.toBe(eventHash('b', 'cdn', 'req-1'));
  });

  it('distinguishes source and id, wherever one ends and the other starts', () => {
    const names = ['', 'a', 'b', 'ab', 'a,b', 'a"', '","', 'a\\'];
    const all = names.flatMap((source) => names.map((id) => eventHash('key', source, id)));
    expect(new Set(all).size).toBe(all.length);
  });
});
