import * as fc from 'fast-check';
import type { Reservation } from '../../functions/domain/metering/balances.ts';
import type { Entry } from '../../functions/domain/metering/deduplication.ts';
import type { Instant } from '../../functions/domain/time.ts';

export const MOST = Number.MAX_SAFE_INTEGER;

/** Amounts of every magnitude, the edges of a byte's seven bits among them. */
export const amounts = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.maxSafeNat().map((value) => Math.max(1, value)),
  fc.constantFrom(127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32, 2 ** 49 - 1, 2 ** 49, MOST - 1, MOST),
);

export const hashes = fc.stringMatching(/^[0-9a-f]{12}$/);

export const entries: fc.Arbitrary<Entry> = fc.record({
  hash: hashes,
  amount: amounts,
  lateBy: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 500 })),
});

/** Any moment of 1970 to 2100. */
export const instants = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) }).map((value) => value as Instant);

export const NOW = Date.parse('2027-03-15T12:00:00Z') as Instant;

/** ExactInteger seconds around `NOW`, and `NOW` itself. */
export const aroundNow = fc
  .integer({ min: -100, max: 100 })
  .map((seconds) => (NOW + seconds * 1_000) as Instant);

export const holds: fc.Arbitrary<Reservation> = fc.record({
  amount: fc.integer({ min: 1, max: 100 }),
  until: aroundNow,
});
