import type { AccountId } from '../domain/accounts.ts';
import { ApiError } from '../domain/errors.ts';
import { quotaOf } from '../domain/metering/quota.ts';
import { type Meter, requireMeter } from '../domain/meters.ts';
import { isDue, periodOf } from '../domain/periods.ts';
import { type ReservationRecord, reservationIdOf, settlementOf } from '../domain/storage/reservations.ts';
import { type Instant, iso } from '../domain/time.ts';
import { archiveCounted } from '../queue/usage.ts';
import { findReservation, settleReservation, takeReservation } from '../store/storage/reservations.ts';
import { reservationsContract } from './contract/usage.ts';
import { type Caller, hasScope } from './kernel/auth.ts';
import { endpoint } from './kernel/http.ts';
import { answerOnce } from './kernel/idempotency.ts';
import { doesNotFit, hardBlocked, tooManyReservations } from './kernel/refusal.ts';

export const handler = endpoint(reservationsContract, answerOnce, {
  'POST /v1/accounts/{account}/reservations': async ({ params: { account }, body, operation, now }) => {
    const meter = requireMeter(body.meter);
    const own = periodOf(operation.begunAt);
    // A request that began in a closed month and is repeated now wants capacity of the current month.
    const period = isDue(own, now) ? periodOf(now) : own;
    const reservationId = reservationIdOf(operation);
    const ref = { account, meter, period };
    const holding = await takeReservation(ref, reservationId, body.amount, body.leaseSeconds, now);
    if (holding.kind === 'blocked') throw hardBlocked(quotaOf(meter, holding.balance, period, now, false));
    if (holding.kind === 'crowded') throw tooManyReservations(meter);
    if (holding.kind === 'refused')
      throw await doesNotFit(meter, quotaOf(meter, holding.balance, period, now, false), body.amount, now);
    const { amount, until } = holding.hold;
    const made: ReservationRecord = {
      kind: 'reservation',
      id: reservationId,
      meter: meter.name,
      amount,
      until,
    };
    return {
      status: 201,
      body: { reservationId, meter: meter.name, amount, leaseExpiresAt: iso(until) },
      made,
    };
  },

  'POST /v1/accounts/{account}/reservations/{id}/settlement': async ({ params, body, caller, now }) => {
    await settle(params.account, params.id, body.amount, caller, now);
    return { status: 200, body: { reservationId: params.id, amount: body.amount } };
  },

  'DELETE /v1/accounts/{account}/reservations/{id}': async ({ params, caller, now }) => {
    await settle(params.account, params.id, 0, caller, now);
    return { status: 204 };
  },
});

/** Settles a reservation with an amount, once. An amount of 0 releases it. */
async function settle(
  account: AccountId,
  id: string,
  amount: number,
  caller: Caller,
  now: Instant,
): Promise<void> {
  const meter = await reservedMeter(account, id, caller);
  const settled = await settleReservation(account, meter, id, amount, now);
  if (settled.kind === 'refused')
    throw new ApiError(
      'validation-failed',
      `With ${amount} the usage of the period would exceed 2^53 - 1. Settle a smaller amount.`,
      {
        errors: [{ path: '/amount', detail: 'The total would exceed 2^53 - 1.' }],
      },
    );
  if (settled.amount === amount)
    return archiveCounted({ account, meter: meter.name, ...settlementOf(id, amount) });
  const past = settled.amount === 0 ? 'was released' : `was settled with ${settled.amount}`;
  throw new ApiError('conflict', `${id} ${past}. It cannot be settled with ${amount} now.`);
}

/**
 * Returns the meter of a reservation. Users may settle only what they reserved; services and administrators may settle
 * any.
 */
async function reservedMeter(account: AccountId, id: string, caller: Caller): Promise<Meter> {
  const reservation = await findReservation(account, id);
  if (!reservation) throw new ApiError('not-found', `There is no reservation ${id} of ${account}.`);
  if (reservation.by !== caller.subject && !caller.isAdmin && !hasScope(caller, 'usage.write'))
    throw new ApiError(
      'forbidden',
      `${id} was reserved by another caller. Only that caller, a service with \`usage.write\` or an administrator can settle or release it.`,
    );
  return reservation.meter;
}
