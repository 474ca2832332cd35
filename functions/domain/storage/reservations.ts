import { OWN_SOURCES, type UsageEvent } from '../metering/deduplication.ts';
import { type Hour, hourOf, type Instant, startOfHour } from '../time.ts';

/** The record of a reservation. Its settlement needs it, also after the lease. */
export type ReservationRecord = {
  readonly kind: 'reservation';
  readonly id: string;
  readonly meter: string;
  /** In the meter's unit. */
  readonly amount: number;
  /** When its lease expires. */
  readonly until: Instant;
};

export const RESERVATION_ID = /^res_\d{8}T\d{2}_[0-9a-f]{32}$/;

/**
 * Returns the id `res_<hour>_<operation>`. The hour names the period of the reservation, and the operation finds its
 * record.
 */
export const reservationIdOf = (operation: { readonly id: string; readonly begunAt: Instant }): string =>
  `res_${hourOf(operation.begunAt).replaceAll('-', '')}_${operation.id}`;

export const operationIdOf = (reservationId: string): string => reservationId.split('_')[2] ?? '';

/**
 * Returns the usage event of a settled reservation, so that it is counted once like any other. The amount is the actual
 * usage; 0 for a release.
 */
export function settlementOf(reservationId: string, amount: number): UsageEvent {
  const hour = (reservationId.split('_')[1] ?? '').replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
  return { source: `${OWN_SOURCES}reservation`, id: reservationId, at: startOfHour(hour as Hour), amount };
}
