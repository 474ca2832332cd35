import * as fc from 'fast-check';
import {
  readAmount,
  readMoney,
  unitFor,
  written,
  writtenMoney,
} from '../../web/src/screens/admin/packs/amounts.ts';
import { draftOf, termsOf, unitOf } from '../../web/src/screens/admin/packs/draft.ts';
import type { Meter } from '../../web/src/screens/admin/platform.ts';

/** What fits into a form: fifteen digits. */
const amounts = fc.integer({ min: 1, max: 999_999_999_999_999 });
const meters: Meter[] = [
  { meter: 'storage', title: 'Storage', kind: 'gauge', unit: 'byte' },
  { meter: 'transcoding', title: 'Transcoding', kind: 'counter', unit: 'second' },
  { meter: 'jobSlots', title: 'Job slots', kind: 'slots', unit: 'slot' },
];
const cny = (amount: number) => ({ amount, currency: 'CNY' as const });
const pack = {
  packType: 'cap_1',
  name: 'One',
  kind: 'capacity' as const,
  grants: { storage: 12_500_000_000, transcoding: 90 },
  price: cny(2_905),
  mode: 'subscription' as const,
  durationDays: 30,
};
const { packType: _, ...terms } = pack;

const readBack = (draft: ReturnType<typeof draftOf>) =>
  termsOf(draft, meters, (meter) => unitOf(meter, pack));

describe('the terms of a pack in its form', () => {
  it('never change an amount that is written down and read again', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom('byte', 'second', 'slot'), (amount, unit) => {
        const { size } = unitFor({ unit }, amount);
        expect(readAmount(written(amount, size), size)).toBe(amount);
      }),
    );
  });

  it('never change a price by a cent', () => {
    fc.assert(fc.property(amounts, (amount) => expect(readMoney(writtenMoney(amount))).toBe(amount)));
    expect(readMoney('29.001')).toBeNull();
    expect(readMoney('-1')).toBeNull();
  });

  it('stay as they are when nothing is written', () => {
    expect(readBack(draftOf(pack, meters))).toEqual({ terms });
  });

  it('hold only what packs of their kind give', () => {
    const draft = { ...draftOf(pack, meters), kind: 'jobSlots' as const };
    expect(readBack(draft)).toEqual({ faults: { grants: 'noGrant' } });
    const slots = { ...draft, grants: { ...draft.grants, jobSlots: '5' } };
    expect(readBack(slots)).toEqual({ terms: { ...terms, kind: 'jobSlots', grants: { jobSlots: 5 } } });
  });

  it('are refused as a whole, with every field that is wrong', () => {
    const draft = { ...draftOf(pack, meters), name: ' ', price: '0', grants: { storage: 'much' }, days: '' };
    expect(readBack(draft)).toEqual({
      faults: { name: 'name', price: 'price', storage: 'amount', days: 'term' },
    });
  });
});
