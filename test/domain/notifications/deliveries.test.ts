import * as fc from 'fast-check';
import {
  classifyAttempt,
  deliveryIdOf,
  isSubscribed,
  MAX_CONSECUTIVE_FAILURES,
  readRetryAfter,
  reasonToDisable,
} from '../../../functions/domain/notifications/deliveries.ts';
import { DAY, HOUR, type Instant, MINUTE, plus, SECOND } from '../../../functions/domain/time.ts';
import { instants, NOW } from '../../support/arbitraries.ts';

/** When attempts are made that all fail, each later than it is due by what `delays` say. */
function attemptsOf(delays: readonly number[], since: Instant = NOW): Instant[] {
  const made: Instant[] = [];
  for (let due: Instant | null = since; due !== null && made.length < 100; ) {
    const now = plus(due, delays[made.length] ?? 0);
    made.push(now);
    const verdict = classifyAttempt({ since, tries: made.length }, 500, now);
    due = verdict.kind === 'retry' ? verdict.at : null;
  }
  return made;
}

describe('the schedule of attempts', () => {
  it('is that of Standard Webhooks, cut off at a day', () => {
    expect(attemptsOf([]).map((at) => at - NOW)).toEqual([
      0,
      5 * SECOND,
      5 * MINUTE + 5 * SECOND,
      35 * MINUTE + 5 * SECOND,
      2 * HOUR + 35 * MINUTE + 5 * SECOND,
      7 * HOUR + 35 * MINUTE + 5 * SECOND,
      17 * HOUR + 35 * MINUTE + 5 * SECOND,
      DAY,
    ]);
  });

  it('goes forward, ends, and plans nothing beyond a day, however late each attempt is', () => {
    const delay = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * DAY }));
    fc.assert(
      fc.property(instants, fc.array(delay, { maxLength: 10 }), (since, delays) => {
        const made = attemptsOf(delays, since);
        expect(made.length).toBeLessThanOrEqual(8);
        made.forEach((at, place) => {
          if (place > 0) expect(at).toBeGreaterThan(made[place - 1] ?? 0);
          expect(at - (delays[place] ?? 0)).toBeLessThanOrEqual(since + DAY);
        });
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['120', 120 * SECOND],
    [' 0 ', 0],
    ['99999999999', DAY],
    [new Date(NOW + HOUR).toUTCString(), HOUR],
    [new Date(NOW - HOUR).toUTCString(), 0],
    [new Date(NOW + 9 * DAY).toUTCString(), DAY],
    ['1.5', null],
    ['-1', null],
    ['2027-03-15', null],
    ['tomorrow', null],
    ['', null],
    [null, null],
  ])('%j is read as %j ms', (header, wait) => {
    expect(readRetryAfter(header, NOW)).toBe(wait);
  });

  it('never brings an attempt forward, and is honoured also beyond the end of the schedule, once', () => {
    const late = plus(NOW, 23 * HOUR);
    expect(classifyAttempt({ since: NOW, tries: 7 }, 503, late, 0)).toEqual({ kind: 'retry', at: NOW + DAY });
    expect(classifyAttempt({ since: NOW, tries: 7 }, 503, late, DAY)).toEqual({
      kind: 'retry',
      at: late + DAY,
    });
    expect(classifyAttempt({ since: NOW, tries: 8 }, 503, plus(late, DAY), DAY)).toEqual({
      kind: 'given-up',
      gone: false,
    });
    expect(classifyAttempt({ since: NOW, tries: 1 }, 200, NOW, DAY)).toEqual({ kind: 'delivered' });
  });
});

describe('an answer', () => {
  const round = { since: NOW, tries: 1 };

  it.each([200, 201, 202, 204, 299])('of %d says that it arrived', (status) => {
    expect(classifyAttempt(round, status, NOW)).toEqual({ kind: 'delivered' });
  });

  it.each([100, 199, 300, 301, 302, 307, 400, 401, 404, 409, 429, 500, 503, null])(
    'of %s says that it did not, and is followed by another attempt',
    (status) => {
      expect(classifyAttempt(round, status, NOW)).toEqual({ kind: 'retry', at: plus(NOW, 5 * SECOND) });
    },
  );

  it('of 410 ends it at once', () => {
    expect(classifyAttempt(round, 410, NOW)).toEqual({ kind: 'given-up', gone: true });
  });

  it('that comes to the last attempt ends it', () => {
    expect(classifyAttempt({ since: NOW, tries: 8 }, 500, plus(NOW, HOUR))).toEqual({
      kind: 'given-up',
      gone: false,
    });
    expect(classifyAttempt({ since: NOW, tries: 2 }, 500, plus(NOW, DAY))).toEqual({
      kind: 'given-up',
      gone: false,
    });
  });
});

describe('an endpoint', () => {
  it('is disabled by the fifth delivery in a row that was given up, and by 410 Gone', () => {
    expect([1, 2, 3, 4].map((count) => reasonToDisable(false, count))).toEqual([null, null, null, null]);
    expect(reasonToDisable(false, MAX_CONSECUTIVE_FAILURES)).toMatch(/^5 consecutive deliveries failed/);
    expect(reasonToDisable(true, 0)).toMatch(/410/);
  });

  it('gets the events it subscribes to unless it is disabled: at once, or stored while it is paused', () => {
    const events = ['quota.warning'] as const;
    expect(isSubscribed({ state: 'active', events }, 'quota.warning')).toBe(true);
    expect(isSubscribed({ state: 'active', events }, 'quota.exceeded')).toBe(false);
    expect(isSubscribed({ state: 'paused', events }, 'quota.warning')).toBe(true);
    expect(isSubscribed({ state: 'disabled', events }, 'quota.warning')).toBe(false);
  });
});

describe('the id of a delivery', () => {
  it('is the same for the same event, and sorts by when that was first seen', () => {
    fc.assert(
      fc.property(instants, instants, fc.string(), fc.string(), (a, b, one, other) => {
        expect(deliveryIdOf(a, one)).toBe(deliveryIdOf(a, one));
        if (a < b) expect(deliveryIdOf(a, one) < deliveryIdOf(b, other)).toBe(true);
      }),
    );
  });
});
