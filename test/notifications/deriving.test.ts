import { slotMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import type { Slot } from '../../functions/domain/slots/slots.ts';
import { HOUR, type Instant, MINUTE, plus } from '../../functions/domain/time.ts';
import { deriveEvents, named } from '../../functions/notifications/deriving.ts';
import type { Change, SlotsImage } from '../../functions/store/stream/changes.ts';
import { NOW } from '../support/arbitraries.ts';
import { accountNamed } from '../support/grants.ts';
import { someone } from '../support/local-stack.ts';

const account = accountNamed(someone());
const SEQUENCE = '4711';
const leaseExpiresAt = plus(NOW, MINUTE);
const lapsed = plus(NOW, 2 * MINUTE);

/** That many slots, all but the first on a lease that ends in a minute. */
const slots = (limit: number, count: number, image: Partial<SlotsImage> = {}): SlotsImage => ({
  slots: {
    limit,
    held: new Map(
      Array.from({ length: count }, (_, index): [string, Slot] => [
        `job_${index}`,
        {
          jobId: `job_${index}`,
          allocatedAt: plus(NOW, index),
          leaseExpiresAt: index === 0 ? null : leaseExpiresAt,
        },
      ]),
    ),
    grants: [],
    isOpen: true,
    blocked: false,
    graces: [],
  },
  released: [],
  ...image,
});

const tell = (before: SlotsImage, after: SlotsImage, now: Instant) => {
  const change: Change = { account, kind: 'slots', meter: slotMeter(), period: periodOf(NOW), before, after };
  return named(deriveEvents(change, now), account, SEQUENCE, now);
};

/** What is told at once, and in a replay after the leases have lapsed: type and id of each, in order. */
const toldTwice = (before: SlotsImage, after: SlotsImage) =>
  [NOW, lapsed].map((now) => tell(before, after, now).map(({ type, id }) => ({ type, id })));

describe('a replay after a lease has expired', () => {
  it('gives events derived both times the same ids, even if others are missing', () => {
    const over = slots(2, 3);
    const grace = { cause: 'pur_1', amount: 2, until: plus(NOW, HOUR), ending: 2, jobs: ['job_0'] };
    const announced = { ...over, slots: { ...over.slots, graces: [grace] } };
    const [first = [], again = []] = toldTwice(slots(7, 3), announced);
    expect(first.map(({ type }) => type)).toEqual([
      'quota.warning',
      'quota.exceeded',
      'account.state-changed',
      'slots.over-limit',
    ]);
    expect(again.map(({ type }) => type)).toEqual(['account.state-changed', 'slots.over-limit']);
    expect(again).toEqual(first.filter(({ type }) => again.some((other) => other.type === type)));
  });

  it('distinguishes the slots that one write has released, each by the same id as before', () => {
    const [first = [], again = []] = toldTwice(slots(3, 4), slots(3, 2, { released: ['job_3', 'job_2'] }));
    const released = (events: typeof first) => events.filter(({ type }) => type === 'slot.released');
    expect(new Set(released(first).map(({ id }) => id)).size).toBe(2);
    expect(released(again)).toEqual(released(first));
    expect(again.length).not.toBe(first.length);
  });
});
