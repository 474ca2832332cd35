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

/** Finds a reservation by its id, in force or not; undefined when the account never had it. One consistent read. */
export async function findReservation(account: AccountId, id: string): Promise<Reservation | undefined> {
  const record = await findRecord(account, operationIdOf(id));
  if (!record) return undefined;
  const made = readReservation(record.made) ?? readAnswer(record.answer);
  return made?.id === id ? { meter: meterNamed(made.meter), by: record.by } : undefined;
}

type ReservationFields = Pick<ReservationRecord, 'id' | 'meter'>;

const readReservation = (made: Made | undefined): ReservationFields | undefined =>
  made?.kind === 'reservation' ? (made as ReservationRecord) : undefined;

/** Reads a reservation that was made before reservations were records. Answers are kept for 40 days. */
function readAnswer(answer: StoredAnswer | undefined): ReservationFields | undefined {
  const { reservationId, meter } = JSON.parse(answer?.body ?? '{}') as Record<string, string | undefined>;
  return reservationId && meter ? { id: reservationId, meter } : undefined;
}

export type Settled =
  /** It stands settled with this amount: the one that was asked for, or the one that came before it. */
  | { readonly kind: 'settled'; readonly amount: number }
  /** It would lift the sum beyond the integers that are exact. */
  | { readonly kind: 'refused' };

/** Ends a reservation with an amount, once; to give it back is to settle it with nothing. Costs one counting. */
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
