import fc from 'fast-check';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { heldIn, limitOf, reservedAt } from '../../../functions/domain/metering/balances.ts';
import { storageMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { type ObjectEvent, uploadObjectKey } from '../../../functions/domain/storage/objects.ts';
import { type Instant, plus } from '../../../functions/domain/time.ts';
import { injectFaults } from '../../support/faults.ts';
import { openStore, type Store } from '../../support/store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const now = Date.UTC(2026, 10, 23) as Instant;
const later = plus(now, 60_000);
const meter = storageMeter();
let users = 0;

/** What a bucket does to one of three keys, with or without versions, in the order in which it did it. */
const action = fc.record({
  key: fc.integer({ min: 0, max: 2 }),
  change: fc.constantFrom('created' as const, 'created' as const, 'removed' as const),
  bytes: fc.integer({ min: 0, max: 1_000 }),
  version: fc.constantFrom('null', 'null', 'v1', 'v2'),
});

type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const eventsOf = (account: AccountId, actions: readonly Action[]): ObjectEvent[] =>
  actions.map(({ key, change, bytes, version }, index) => ({
    bucket: 'b',
    key: uploadObjectKey(account, `up${key}`, 'file.bin'),
    version,
    change,
    bytes,
    // Sequencers grow by key, and not all are of one length.
    sequencer: index % 3 === 0 ? `0A${hex(index)}` : `0A${hex(index)}00`,
  }));

const hex = (index: number): string => index.toString(16).toUpperCase().padStart(4, '0');

/** The model: a bucket is a map from key and version to bytes. */
function bytesIn(events: readonly ObjectEvent[]): number {
  const bucket = new Map<string, number>();
  for (const event of events)
    bucket.set(`${event.key} ${event.version}`, event.change === 'created' ? event.bytes : 0);
  return [...bucket.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function check(account: AccountId, events: readonly ObjectEvent[]): Promise<void> {
  const balance = await store.loadBalance({ account, meter, period: periodOf(now) });
  expect(balance?.used ?? 0).toBe(bytesIn(events));
  expect(balance ? limitOf(balance) : meter.free).toBe(meter.free);
  expect(balance?.unreserved ?? 0).toBe(bytesIn(events));
}

const shuffled = (events: readonly ObjectEvent[]) =>
  fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 });

it('usage equals the existing bytes, whatever is reported twice and in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 14 }), fc.gen(), async (actions, gen) => {
      const account = `user_o${++users}` as AccountId;
      const events = eventsOf(account, actions);
      for (const event of gen(shuffled, events)) await store.recordObject(event, now);
      await check(account, events);
    }),
    { numRuns: 40 },
  );
});

it('usage equals the existing bytes when all is reported at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 2, maxLength: 12 }), fc.gen(), async (actions, gen) => {
      const account = `user_o${++users}` as AccountId;
      const events = eventsOf(account, actions);
      await Promise.all(gen(shuffled, events).map((event) => store.recordObject(event, now)));
      await check(account, events);
    }),
    { numRuns: 15 },
  );
});

it('use equals the bytes that exist when the consumer dies between any two requests', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 }),
      async (actions, deaths) => {
        const account = `user_o${++users}` as AccountId;
        const events = eventsOf(account, actions);
        for (const [turn, event] of events.entries()) {
          const faults = injectFaults(store.dynamo, ({ index }) =>
            index >= (deaths[turn] ?? 0) ? 'crash' : undefined,
          );
          await store.recordObject(event, now).catch(() => 'died');
          faults.stop();
        }
        for (const event of events.toReversed()) await store.recordObject(event, now);
        await check(account, events);
      },
    ),
    { numRuns: 25 },
  );
});

/** An upload that was asked for: its bytes are reserved, and its record says which object it will be. */
async function reserve(account: AccountId, number: number, bytes: number, expiresAt = now): Promise<void> {
  const uploadId = `up${number}`;
  const key = uploadObjectKey(account, uploadId, 'file.bin');
  await store.takeReservation({ account, meter, period: periodOf(now) }, uploadId, bytes, 60, now);
  const file = { fileName: 'file.bin', contentType: 'text/plain', bytes };
  await store.saveUpload(account, { uploadId, key, ...file, createdAt: now, expiresAt }, account);
}

it.each([
  ['alone', [0, 0, 0]],
  ['after its own deletion', [1, 0, 1, 0]],
])('the event of an upload ends its reservation, once: told %s', async (_, order) => {
  const account = `user_o${++users}` as AccountId;
  await reserve(account, 0, 900);
  await reserve(account, 1, 50);
  const events = eventsOf(account, [
    { key: 0, change: 'created', bytes: 700, version: 'null' },
    { key: 0, change: 'removed', bytes: 0, version: 'null' },
  ]);
  const told = order.flatMap((index) => events[index] ?? []);
  for (const event of told) await store.recordObject(event, now);
  await Promise.all(told.map((event) => store.recordObject(event, now)));
  const balance = await store.loadBalance({ account, meter, period: periodOf(now) });
  const stored = order.includes(1) ? 0 : 700;
  expect([balance?.used, balance?.left, [...(balance?.holds.keys() ?? [])]]).toEqual([
    stored,
    meter.free - 50 - stored,
    ['up1'],
  ]);
});

it('the first object of a form releases its reservation, a further one counts without one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 8 }),
      async (sizes) => {
        const account = `user_o${++users}` as AccountId;
        await reserve(account, 0, 900, later);
        const events = eventsOf(
          account,
          sizes.map((bytes) => ({ key: 0, change: 'created', bytes, version: 'null' })),
        );
        const outcomes = await Promise.all(events.map((event) => store.recordObject(event, now)));
        const balance = await store.loadBalance({ account, meter, period: periodOf(now) });
        expect(balance && [balance.used, reservedAt(balance, now), limitOf(balance)]).toEqual([
          sizes.at(-1),
          0,
          meter.free,
        ]);
        const reserved = outcomes.filter((outcome) => outcome.kind === 'counted' && outcome.reserved);
        expect(reserved).toHaveLength(1);
      },
    ),
    { numRuns: 15 },
  );
});

/** What can happen to one upload, each any number of times and all at once. */
const happening = fc.constantFrom('cancel', 'first', 'second', 'removal');
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

it('cancelling, deleting and storing at once leave the bytes that exist, and release once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { minLength: 2, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 2 }),
      async (happenings, [first = 1, second = 1]) => {
        const account = `user_o${++users}` as AccountId;
        const ref = { account, meter, period: periodOf(now) };
        await reserve(account, 0, 900, later);
        await reserve(account, 1, 50, later);
        const events = eventsOf(account, [
          { key: 0, change: 'created', bytes: first, version: 'null' },
          { key: 0, change: 'created', bytes: second, version: 'null' },
          { key: 0, change: 'removed', bytes: 0, version: 'null' },
        ]);
        const eventOf: Partial<Record<Happening, ObjectEvent | undefined>> = {
          first: events[0],
          second: events[1],
          removal: events[2],
        };
        const happen = async (what: Happening): Promise<void> => {
          const event = eventOf[what];
          if (event) await store.recordObject(event, now);
          else await store.releaseReservation(ref, 'up0', 'cancellation');
        };
        await Promise.all(happenings.map(happen));
        const stored = bytesIn(events.filter((event) => happenings.some((what) => eventOf[what] === event)));
        const isReleased = happenings.some((what) => what !== 'removal');
        const balance = await store.loadBalance(ref);
        expect(balance && [balance.used, heldIn(balance), balance.left]).toEqual([
          stored,
          isReleased ? 50 : 950,
          meter.free - stored - (isReleased ? 50 : 950),
        ]);
      },
    ),
    { numRuns: 30 },
  );
});
