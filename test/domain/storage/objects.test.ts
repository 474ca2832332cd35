import * as fc from 'fast-check';
import {
  applyObjectEvent,
  compareSequencers,
  type ObjectEvent,
  ownerOf,
  type ReservationEnd,
  type StoredObject,
  uploadObjectKey,
  uploadState,
} from '../../../functions/domain/storage/objects.ts';
import { type Instant, plus } from '../../../functions/domain/time.ts';
import { accountNamed } from '../../support/grants.ts';

const account = accountNamed('company_7');
const UPLOAD = '0'.repeat(32);
const sequencers = fc.stringMatching(/^[0-9A-F]{1,8}$/);
const plain = (sequencer: string) => sequencer.replace(/0+$/, '');

describe('the order of sequencers', () => {
  it('is total: one of two is earlier, unless they differ in zeros only', () => {
    fc.assert(
      fc.property(sequencers, sequencers, (a, b) => {
        expect(compareSequencers(a, b) + compareSequencers(b, a)).toBe(0);
        expect(compareSequencers(a, b) === 0).toBe(plain(a) === plain(b));
        expect(compareSequencers(a, a)).toBe(0);
      }),
    );
  });

  it('goes on from one to the next', () => {
    fc.assert(
      fc.property(fc.array(sequencers, { minLength: 3, maxLength: 3 }), (three) => {
        const [a = '', b = '', c = ''] = [...three].sort(compareSequencers);
        expect(
          compareSequencers(a, b) <= 0 && compareSequencers(b, c) <= 0 && compareSequencers(a, c) <= 0,
        ).toBe(true);
      }),
    );
  });

  it.each([
    ['0A', '0A1', -1],
    ['0A', '0A0', 0],
    ['0B', '0A1', 1],
    ['9', 'A', -1],
    ['0055AED6DCD90281E5', '0055AED6DCD90281E6', -1],
  ])('puts %s and %s in the order %d', (a, b, order) => {
    expect(compareSequencers(a, b)).toBe(order);
  });
});

const events: fc.Arbitrary<ObjectEvent[]> = fc
  .uniqueArray(
    fc.record({
      bucket: fc.constant('uploads'),
      key: fc.constant('k'),
      version: fc.constant('null'),
      change: fc.constantFrom<ObjectEvent['change']>('created', 'removed', 'hidden'),
      bytes: fc.nat(1_000),
      sequencer: sequencers,
    }),
    { selector: ({ sequencer }) => plain(sequencer), minLength: 1, maxLength: 8 },
  )
  .filter((list) => list.length > 0);

const take = (known: StoredObject | undefined, event: ObjectEvent): StoredObject | undefined =>
  applyObjectEvent(known, event, false) ?? known;

describe('what is known of an object', () => {
  it('is what its latest event says, in whatever order and however often they came', () => {
    const told = events.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 })),
    );
    fc.assert(
      fc.property(told, ([list, order]) => {
        const latest = [...list].sort((a, b) => compareSequencers(b.sequencer, a.sequencer))[0];
        const known = order.reduce<StoredObject | undefined>(take, undefined);
        expect(known?.sequencer).toBe(latest?.sequencer);
        expect(known?.bytes).toBe(latest?.change === 'created' ? latest.bytes : 0);
      }),
    );
  });

  it('is stored while its newest version that was not removed is', () => {
    const version = (state: StoredObject['state'], sequencer: string): StoredObject => ({
      version: sequencer,
      bytes: state === 'stored' ? 1 : 0,
      sequencer,
      state,
      reserved: true,
    });
    const [old, hidden, gone] = [version('stored', '01'), version('hidden', '02'), version('removed', '03')];
    const end = Date.UTC(2026, 10, 23) as Instant;
    const of = (versions: StoredObject[], now = end, releasedBy: ReservationEnd | null = null) =>
      uploadState({ bytes: 9, expiresAt: end, releasedBy }, versions, now);
    expect(of([], plus(end, -1))).toEqual({ state: 'reserved', bytes: 9 });
    expect(of([])).toEqual({ state: 'expired', bytes: 9 });
    expect(of([], end, 'cancellation')).toEqual({ state: 'deleted', bytes: 9 });
    expect(of([old], end, 'cancellation')).toEqual({ state: 'stored', bytes: 1 });
    expect(of([old])).toEqual({ state: 'stored', bytes: 1 });
    expect(of([old, hidden])).toEqual({ state: 'deleted', bytes: 9 });
    expect(of([old, gone])).toEqual({ state: 'stored', bytes: 1 });
    expect(of([gone])).toEqual({ state: 'deleted', bytes: 9 });
    expect(of([hidden, version('stored', '04')])).toEqual({ state: 'stored', bytes: 1 });
  });
});

describe('the key of an upload', () => {
  it('lies in the account’s own folder and says whose it is, whatever the file is called', () => {
    const names = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc
        .array(fc.constantFrom('..', '.', '/', '\\', 'a', '%2e%2e', '%2F', '\u0000'))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(names, (fileName) => {
        const key = uploadObjectKey(account, UPLOAD, fileName);
        expect(key.startsWith(`uploads/company_7/${UPLOAD}/`)).toBe(true);
        expect(key.split('/')).toHaveLength(4);
        expect(['.', '..']).not.toContain(key.split('/')[3]);
        expect(ownerOf(key)).toEqual({ account, uploadId: UPLOAD });
      }),
    );
  });

  it.each([
    'uploads/guest_1/u/f',
    'uploads/user_1',
    'uploads/user_1/',
    'other/user_1/u/f',
    '/uploads/user_1/u/f',
    'uploads//u/f',
    'uploads/../user_1/u',
    'Uploads/user_1/u/f',
    '',
  ])('%j is nobody’s', (key) => {
    expect(ownerOf(key)).toBeNull();
  });
});

describe('news of an object', () => {
  const event: ObjectEvent = {
    bucket: 'b',
    key: 'k',
    version: 'null',
    change: 'created',
    bytes: 7,
    sequencer: '0A',
  };

  it('is taken in once, and only when it is newer than what is known', () => {
    const known = applyObjectEvent(undefined, event, true);
    expect(known).toEqual({ version: 'null', bytes: 7, sequencer: '0A', state: 'stored', reserved: true });
    if (!known) throw new Error('The first news was not taken in.');
    expect(applyObjectEvent(known, event, true)).toBeNull();
    expect(applyObjectEvent(known, { ...event, sequencer: '09FF' }, true)).toBeNull();
    expect(applyObjectEvent(known, { ...event, sequencer: '0A00' }, true)).toBeNull();
    expect(applyObjectEvent(known, { ...event, sequencer: '0A01', change: 'removed' }, false)).toEqual({
      ...known,
      bytes: 0,
      sequencer: '0A01',
      state: 'removed',
    });
  });
});
