import * as fc from 'fast-check';
import { type Entry, eventHash } from '../../functions/domain/entries.ts';
import {
  addEntry,
  extendJournal,
  findEvent,
  type Journal,
  journalTotal,
  newPage,
  type Page,
  pageAddress,
  placeEvents,
  type UsageEvent,
} from '../../functions/domain/journal.ts';
import { hourOf, type Instant } from '../../functions/domain/time.ts';
import { amounts, entries, MOST } from '../support/arbitraries.ts';

const START = Date.parse('2027-03-15T12:00:00Z');
/** A sum from which there is always room: these tests are about places. */
const NO_LIMIT = Number.NEGATIVE_INFINITY;
const at = (milliseconds: number) => (START + milliseconds) as Instant;
const event = (id: string, moment = 0, amount = 1): UsageEvent => ({
  source: 'test',
  id,
  at: at(moment),
  amount,
});

/** Pages as a table keeps them: what was never written is empty. Counts what is new, as the worker does. */
class Memory {
  readonly pages = new Map<string, Page>();

  count(events: readonly UsageEvent[]): Map<string, Entry[]> {
    const read = new Map<string, Page>();
    const placed = new Map<string, Entry[]>();
    let rest = events;
    while (rest.length > 0) {
      const step = placeEvents(rest, read, NO_LIMIT, 0);
      for (const [address, found] of step.placed)
        placed.set(address, [...(placed.get(address) ?? []), ...found]);
      for (const address of step.unread)
        read.set(address, newPage(this.pages.get(address)?.entries.values()));
      rest = step.deferred;
    }
    for (const [address, found] of placed) {
      const page = this.pages.get(address) ?? newPage();
      for (const entry of found) addEntry(page, entry);
      this.pages.set(address, page);
    }
    return placed;
  }

  find({ source, id, at: moment }: UsageEvent): Entry | undefined {
    const complete = new Map(this.pages);
    for (;;) {
      const found = findEvent(moment, eventHash(source, id), complete);
      if (found.kind === 'known') return found.entry;
      if (found.kind === 'new') return undefined;
      complete.set(found.address, newPage());
    }
  }
}

const sizeOf = (placed: ReadonlyMap<string, readonly Entry[]>) => [...placed.values()].flat().length;

describe('the place of an event', () => {
  it('is its hour, its minute, its second, then two bits of its hash after the other', () => {
    const moment = at(61_000);
    expect([0, 1, 2, 3, 4, 26].map((level) => pageAddress(moment, '0123456789ab', level))).toEqual([
      '2027-03-15T12',
      '2027-03-15T12:01',
      '2027-03-15T12:01:01',
      '2027-03-15T12:01:01#0',
      '2027-03-15T12:01:01#00',
      '2027-03-15T12:01:01#000102031011121320212223',
    ]);
  });

  it('is found again after any sequence of placements', () => {
    const ids = fc.integer({ min: 0, max: 600 });
    const moments = fc.constantFrom(0, 1, 59_999, 60_000, 3_600_000);
    const batches = fc.array(fc.array(fc.tuple(ids, moments), { maxLength: 300 }), { maxLength: 6 });
    fc.assert(
      fc.property(batches, amounts, (sequence, amount) => {
        const memory = new Memory();
        const known = new Set<string>();
        for (const pairs of sequence) {
          const events = pairs.map(([id, moment]) => event(`${id}@${moment}`, moment, amount));
          const unseen = new Set(events.map(({ id }) => id).filter((id) => !known.has(id)));
          expect(sizeOf(memory.count(events))).toBe(unseen.size);
          for (const id of unseen) known.add(id);
          for (const each of events) expect(memory.find(each)?.amount).toBe(amount);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is found again however deep it lies: 20,000 events of one moment', () => {
    const memory = new Memory();
    const events = Array.from({ length: 20_000 }, (_, i) => event(`${i}`, 0, i + 1));
    for (let start = 0; start < events.length; start += 1_000) {
      expect(sizeOf(memory.count(events.slice(start, start + 1_000)))).toBe(1_000);
    }
    expect([...memory.pages.keys()].some((address) => /#[0-9a-f]{2}$/.test(address))).toBe(true);
    expect(memory.count(events.toReversed()).size).toBe(0);
    expect(events.every((each) => memory.find(each)?.amount === each.amount)).toBe(true);
  });

  it('is no page that a write unit does not hold', () => {
    const memory = new Memory();
    memory.count(Array.from({ length: 5_000 }, (_, i) => event(`${i}`, 0, MOST - i)));
    expect(Math.max(...[...memory.pages.values()].map(({ bytes }) => bytes))).toBeLessThan(915 + 17);
  });

  it('is not known before its page was read', () => {
    const step = placeEvents([event('a'), event('b'), event('a')], new Map(), 0, 0);
    expect(step).toMatchObject({ unread: new Set(['2027-03-15T12']), placed: new Map() });
    expect(step.deferred).toHaveLength(3);
  });
});

const journals: fc.Arbitrary<Journal> = fc
  .array(
    fc.tuple(fc.constantFrom('2027-03-15T12', '2027-03-15T13:07', '2027-03-15T13:07#a'), fc.array(entries)),
    {
      maxLength: 3,
    },
  )
  .map((pairs) => new Map(pairs));

const flat = (...parts: readonly Journal[]) =>
  parts
    .flatMap((journal) =>
      [...journal].flatMap(([address, list]) => list.map((entry) => `${address} ${entry.hash}`)),
    )
    .sort();

describe('a journal', () => {
  it('loses nothing when it takes more in: what does not stay moves to the pages', () => {
    fc.assert(
      fc.property(journals, journals, (before, placed) => {
        const { journal, moving } = extendJournal(before, placed);
        expect(flat(journal, moving)).toEqual(flat(before, placed));
        expect(moving.size === 0 || journal === placed).toBe(true);
      }),
    );
  });

  it('moves out when it is full, and only then', () => {
    const of = (count: number, from = 0): Journal =>
      new Map([
        [
          '2027-03-15T12',
          Array.from({ length: count }, (_, i) => ({
            hash: eventHash('s', `${from + i}`),
            amount: 1,
            lateBy: 0,
          })),
        ],
      ]);
    expect(extendJournal(of(50), of(50, 50)).moving.size).toBe(0);
    const full = extendJournal(of(100), of(100, 100));
    expect([sizeOf(full.journal), sizeOf(full.moving)]).toEqual([100, 100]);
    expect(extendJournal(new Map(), of(300))).toMatchObject({ moving: new Map() });
  });
});

describe('a sum', () => {
  const within = (amounts: readonly number[], before: number) =>
    placeEvents(
      amounts.map((amount, i) => event(`${i}`, 0, amount)),
      new Map([[hourOf(at(0)), newPage()]]),
      before,
      0,
    );

  it('never leaves the integers that are exact, and refuses no event that fits', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 12 }), fc.integer({ min: 0, max: MOST }), (list, before) => {
        const { placed, refused } = within(list, before);
        const sum = [...placed.values()].flat().reduce((total, { amount }) => total + BigInt(amount), 0n);
        expect(BigInt(before) + sum <= BigInt(MOST)).toBe(true);
        const smallest = Math.min(...refused.map(({ amount }) => amount));
        if (refused.length > 0) expect(BigInt(before) + sum + BigInt(smallest) > BigInt(MOST)).toBe(true);
        expect([...placed.values()].flat().length + refused.length).toBe(list.length);
      }),
    );
  });

  it('is full at the very edge', () => {
    const { placed, refused } = within([3, 4, 1, 1], MOST - 5);
    expect([...placed.values()].flat().map(({ amount }) => amount)).toEqual([3, 1, 1]);
    expect(refused.map(({ amount }) => amount)).toEqual([4]);
    expect(journalTotal(placed)).toBe(5);
  });
});
