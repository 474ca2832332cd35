import fc from 'fast-check';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { limitOf, reservedAt } from '../../functions/domain/balances.ts';
import { storageMeter } from '../../functions/domain/meters.ts';
import { type ObjectEvent, uploadObjectKey } from '../../functions/domain/objects.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { type Instant, plus } from '../../functions/domain/time.ts';
import { injectFaults } from '../support/faults.ts';
import { openStore, type Store } from '../support/store.ts';

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

it('use equals the bytes that exist, whatever is told twice and in whatever order', async () => {
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

it('use equals the bytes that exist when all is told at the same time', async () => {
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
  await store.takeHold({ account, meter, period: periodOf(now) }, uploadId, bytes, 60, now);
  const file = { fileName: 'file.bin', contentType: 'text/plain', bytes };
  await store.saveUpload(account, { uploadId, key, ...file, createdAt: now, expiresAt });
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

it('stored and reserved together never exceed what was asked for, however the object is replaced', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 8 }),
      async (sizes) => {
        const account = `user_o${++users}` as AccountId;
        const ref = { account, meter, period: periodOf(now) };
        await reserve(account, 0, 900, later);
        const events = eventsOf(
          account,
          sizes.map((bytes) => ({ key: 0, change: 'created', bytes, version: 'null' })),
        );
        await Promise.all(events.map((event) => store.recordObject(event, now)));
        const balance = await store.loadBalance(ref);
        expect(balance?.used).toBe(sizes.at(-1));
        expect(balance && [limitOf(balance), balance.used + reservedAt(balance, now)]).toEqual([
          meter.free,
          900,
        ]);
      },
    ),
    { numRuns: 15 },
  );
});
