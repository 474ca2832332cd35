import type { AccountId } from '../../domain/accounts.ts';
import { type Meter, meterNamed } from '../../domain/meters.ts';
import { operationIdOf, type ReservationRecord, settlementOf } from '../../domain/storage/reservations.ts';
import type { Instant } from '../../domain/time.ts';
import { countUsage } from '../metering/counting.ts';
import { findCounted } from '../metering/history.ts';
import { findRecord, type Made, type StoredAnswer } from '../table/idempotency.ts';

export interface Reservation {
  readonly meter: Meter;
  /** Who reserved it. */
  readonly by: string;
}

/** Finds a reservation by its id, open or not; undefined if the account never had it. One consistent read. */
export async function findReservation(account: AccountId, id: string): Promise<Reservation | undefined> {
  const record = await findRecord(account, operationIdOf(id));
  if (!record) return undefined;
  const made = readReservation(record.made) ?? readAnswer(record.answer);
  return made?.id === id ? { meter: meterNamed(made.meter), by: record.by } : undefined;
}

type ReservationFields = Pick<ReservationRecord, 'id' | 'meter'>;

const readReservation = (made: Made | undefined): ReservationFields | undefined =>
  made?.kind === 'reservation' ? (made as ReservationRecord) : undefined;

/** Reads a reservation made before reservations were records. Answers are stored for 40 days. */
function readAnswer(answer: StoredAnswer | undefined): ReservationFields | undefined {
  const { reservationId, meter } = JSON.parse(answer?.body ?? '{}') as Record<string, string | undefined>;
  return reservationId && meter ? { id: reservationId, meter } : undefined;
}

export type Settled =
  /** It is settled with this amount, by this call or an earlier one. */
  | { readonly kind: 'settled'; readonly amount: number }
  /** The amount would raise the sum above the largest exact integer. */
  | { readonly kind: 'refused' };

/** Settles a reservation with an amount, once. An amount of 0 releases it. Costs one counting. */
export async function settleReservation(
  account: AccountId,
  meter: Meter,
  id: string,
  amount: number,
  now: Instant,
): Promise<Settled> {
  const event = settlementOf(id, amount);
  const { refused } = await countUsage(account, meter, [event], now, { settles: id });
  if (refused.length > 0) return { kind: 'refused' };
  const counted = await findCounted(account, meter, event, now);
  return { kind: 'settled', amount: counted?.amount ?? amount };
}
