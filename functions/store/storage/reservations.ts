import type { AccountId } from '../../domain/accounts.ts';
import {
  type Balance,
  hasEndedOverage,
  MAX_RESERVATIONS,
  planReservation,
  type Reservation,
  TIDY_RESERVATIONS,
} from '../../domain/metering/balances.ts';
import { type Meter, requireMeter } from '../../domain/meters.ts';
import { operationIdOf, type ReservationRecord, settlementOf } from '../../domain/storage/reservations.ts';
import { type Instant, leaseEnd } from '../../domain/time.ts';
import { type BalanceRef, keyOf, loadBalance, openingOf, openingPart } from '../balances/balances.ts';
import { countUsage } from '../metering/counting.ts';
import { findCounted } from '../metering/history.ts';
import { endGaugeMonth } from '../overage/gauge-month.ts';
import {
  type ConditionalWrite,
  conditionalWrite,
  RETRY,
  removing,
  retryOnConflict,
} from '../table/conditional-write.ts';
import { findRecord, type Made, type StoredAnswer } from '../table/idempotency.ts';
import { type BalanceItem, readBalance, writeReservationItem } from '../table/items.ts';

export type ReservationOutcome =
  | { readonly kind: 'taken' | 'held'; readonly hold: Reservation }
  | { readonly kind: 'refused'; readonly balance: Balance }
  /** The amount fits, but the balance has the maximum number of open reservations. */
  | { readonly kind: 'crowded' }
  /** A charge is overdue. */
  | { readonly kind: 'blocked'; readonly balance: Balance };

/**
 * Reserves capacity under an id, until its lease expires. Usage, reservations and the amount together never exceed the
 * limit: the remaining amount is an attribute of the same item and the condition of the write. With the same id a retry
 * finds its own reservation. One write on success; one more to remove expired reservations, to open the balance, and
 * while there are many reservations (to search for expired ones).
 */
export async function takeReservation(
  ref: BalanceRef,
  reservationId: string,
  amount: number,
  leaseSeconds: number,
  now: Instant,
): Promise<ReservationOutcome> {
  const hold: Reservation = { amount, until: leaseEnd(now, leaseSeconds) };
  let write = addReservation(ref, reservationId, hold, new Map(), TIDY_RESERVATIONS);
  return retryOnConflict(async () => {
    const tried = await conditionalWrite<BalanceItem>(write);
    if (tried.kind === 'done') return { kind: 'taken', hold };
    const balance = tried.item ? readBalance(tried.item, ref.meter) : await openingOf(ref);
    if (hasEndedOverage(ref.meter, balance, now)) {
      await endGaugeMonth(ref.account, ref.meter, now);
      return RETRY;
    }
    const plan = planReservation(balance, reservationId, amount, now);
    if (plan.kind === 'refused' || plan.kind === 'blocked' || plan.kind === 'crowded') return plan;
    if (plan.kind === 'held') return { kind: tried.retried ? 'taken' : 'held', hold: plan.hold };
    if (plan.kind === 'clear') {
      await conditionalWrite(clearReservations(ref, plan.clear));
      write = addReservation(ref, reservationId, hold, new Map(), MAX_RESERVATIONS);
    } else if (!tried.item) write = openWithReservation(ref, reservationId, hold, balance);
    else if (!tried.item.holds) write = addFirstReservation(ref, reservationId, hold);
    else write = addReservation(ref, reservationId, hold, plan.clear, MAX_RESERVATIONS + plan.clear.size);
    return RETRY;
  });
}

/** Releases a reservation; no effect if it is gone already. One read, one write. */
export async function dropReservation(ref: BalanceRef, reservationId: string): Promise<void> {
  await retryOnConflict(async () => {
    const hold = (await loadBalance(ref))?.holds.get(reservationId);
    if (!hold) return true;
    const tried = await conditionalWrite<BalanceItem>({
      key: keyOf(ref),
      update: 'SET #left = #left + :amount REMOVE holds.#id',
      when: ['attribute_exists(holds.#id)'],
      names: { '#id': reservationId, '#left': 'left' },
      values: { ':amount': hold.amount },
    });
    return tried.kind === 'done' || RETRY;
  });
}

const NOT_BLOCKED = 'attribute_not_exists(blocked)';

/** Reservations cannot use the confirmed overage of a gauge's past month. */
const inItsMonth = ({
  meter,
  period,
}: BalanceRef): Pick<ConditionalWrite, 'when' | 'names'> & { values: object } =>
  meter.kind === 'gauge'
    ? {
        when: ['(attribute_not_exists(overage) OR overage.#period >= :month)'],
        names: { '#period': 'period' },
        values: { ':month': period.day },
      }
    : { when: [], values: {} };

// One write, 1 WRU per started KB. Promise: a reservation never makes the remaining amount negative.
function addReservation(
  ref: BalanceRef,
  reservationId: string,
  hold: Reservation,
  clear: ReadonlyMap<string, Reservation>,
  most: number,
): ConditionalWrite {
  const own = clear.get(reservationId);
  const cleared = [...clear].filter(([id]) => id !== reservationId);
  const month = inItsMonth(ref);
  const refundedShare = [...clear].reduce((sum, [, lapsed]) => sum + lapsed.amount, 0);
  return {
    key: keyOf(ref),
    update: `SET holds.#id = :hold, #left = #left - :net${removing(cleared.map((_, i) => `holds.#c${i}`))}`,
    when: [
      'attribute_exists(holds)',
      own ? 'holds.#id = :own' : 'attribute_not_exists(holds.#id)',
      '#left >= :net',
      'size(holds) < :most',
      NOT_BLOCKED,
      ...month.when,
      ...cleared.map((_, i) => `holds.#c${i} = :c${i}`),
    ],
    names: {
      ...month.names,
      '#id': reservationId,
      '#left': 'left',
      ...Object.fromEntries(cleared.map(([id], i) => [`#c${i}`, id])),
    },
    values: {
      ...month.values,
      ':hold': writeReservationItem(hold),
      ':most': most,
      ...(own ? { ':own': writeReservationItem(own) } : {}),
      ':net': hold.amount - refundedShare,
      ...Object.fromEntries(cleared.map(([, lapsed], i) => [`:c${i}`, writeReservationItem(lapsed)])),
    },
  };
}

// One write. Promise: none of them was released meanwhile.
function clearReservations(ref: BalanceRef, clear: ReadonlyMap<string, Reservation>): ConditionalWrite {
  const cleared = [...clear];
  return {
    key: keyOf(ref),
    update: `SET #left = #left + :back${removing(cleared.map((_, i) => `holds.#c${i}`))}`,
    when: cleared.map((_, i) => `holds.#c${i} = :c${i}`),
    names: { '#left': 'left', ...Object.fromEntries(cleared.map(([id], i) => [`#c${i}`, id])) },
    values: {
      ':back': cleared.reduce((sum, [, lapsed]) => sum + lapsed.amount, 0),
      ...Object.fromEntries(cleared.map(([, lapsed], i) => [`:c${i}`, writeReservationItem(lapsed)])),
    },
  };
}

function addFirstReservation(ref: BalanceRef, reservationId: string, hold: Reservation): ConditionalWrite {
  const month = inItsMonth(ref);
  return {
    key: keyOf(ref),
    update: 'SET holds = :holds, #left = #left - :amount',
    when: [
      'attribute_exists(pk)',
      'attribute_not_exists(holds)',
      '#left >= :amount',
      NOT_BLOCKED,
      ...month.when,
    ],
    names: { ...month.names, '#left': 'left' },
    values: {
      ...month.values,
      ':holds': { [reservationId]: writeReservationItem(hold) },
      ':amount': hold.amount,
    },
  };
}

function openWithReservation(
  ref: BalanceRef,
  reservationId: string,
  hold: Reservation,
  opening: Balance,
): ConditionalWrite {
  const { set, values } = openingPart(opening);
  return {
    key: keyOf(ref),
    update: ['SET used = :zero, rev = :zero, holds = :holds, #left = :left', ...set].join(', '),
    when: ['attribute_not_exists(pk)'],
    names: { '#left': 'left' },
    values: {
      ':zero': 0,
      ':holds': { [reservationId]: writeReservationItem(hold) },
      ':left': opening.left - hold.amount,
      ...values,
    },
  };
}

export interface ReservationOwner {
  readonly meter: Meter;
  /** Who reserved it. */
  readonly by: string;
}

/** Finds a reservation by its id, open or not; undefined if the account never had it. One consistent read. */
export async function findReservation(account: AccountId, id: string): Promise<ReservationOwner | undefined> {
  const record = await findRecord(account, operationIdOf(id));
  if (!record) return undefined;
  const made = readReservation(record.made) ?? readAnswer(record.answer);
  return made?.id === id ? { meter: requireMeter(made.meter), by: record.by } : undefined;
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
