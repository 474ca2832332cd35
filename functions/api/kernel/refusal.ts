import { ApiError } from '../../domain/errors.ts';
import { MAX_RESERVATIONS } from '../../domain/metering/balances.ts';
import type { Quota } from '../../domain/metering/quota.ts';
import type { Meter } from '../../domain/meters.ts';
import { packsThatFit } from '../../domain/packs/packs.ts';
import type { Instant } from '../../domain/time.ts';
import { recentOffers } from '../../store/packs/catalogue.ts';

/**
 * Builds the error for an exceeded quota: current usage, what would free capacity, and the price of overage. The packs are
 * those of the last minute: one Query a minute and process.
 */
export async function quotaExceeded(
  meter: Meter,
  quota: Quota,
  wanted: number,
  detail: string,
  now: Instant,
): Promise<ApiError> {
  const packs = packsThatFit(await recentOffers(now), meter.name, wanted - quota.remaining);
  const [smallest] = packs;
  const way = smallest ? ` Buy ${smallest.packType} or release some.` : ' Release some first.';
  return new ApiError('quota-exceeded', `${detail}${way}`, {
    members: {
      quota,
      packs,
      overage: { available: meter.overage !== null, unitPrice: meter.overage },
    },
  });
}

/** Builds the error for a suspended account: an overdue charge blocks all new capacity. */
export const hardBlocked = (quota: Quota): ApiError =>
  new ApiError('hard-blocked', 'The account has an overdue charge. Pay it to restore service immediately.', {
    members: { quota },
  });

/** Builds the error for an account that has capacity but as many reservations as one balance can store. */
export const tooManyReservations = (meter: Meter): ApiError =>
  new ApiError(
    'too-many-reservations',
    `The account has reached the limit of ${MAX_RESERVATIONS} open reservations of ${meter.name}. Settle or release some, or wait until one expires.`,
  );

export function doesNotFit(meter: Meter, quota: Quota, wanted: number, now: Instant): Promise<ApiError> {
  const unit = wanted === 1 ? meter.unit : `${meter.unit}s`;
  const [asked, left, limit] = [wanted, quota.remaining, quota.limit].map((n) => n.toLocaleString('en-US'));
  const detail = `${asked} ${unit} of ${meter.name} requested, ${left} of ${limit} remaining.`;
  return quotaExceeded(meter, quota, wanted, detail, now);
}
