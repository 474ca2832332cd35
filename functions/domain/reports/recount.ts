import { dayAt } from '../calendar.ts';
import type { Charge } from '../charges/charges.ts';
import { packFigureOf } from '../charges/kinds.ts';
import { type DeduplicationLog, type Entry, hourOfPlace } from '../metering/deduplication.ts';
import { type Amounts, numberOf } from '../metering/usage-sums.ts';
import type { Purchase } from '../packs/purchases.ts';
import { nextPeriod, periodOf } from '../periods.ts';
import type { EarningLine } from '../theme-store/earnings.ts';
import { type Day, type Instant, startOfHour } from '../time.ts';
import { addSums, type RevenueSums, revenueName } from './revenue.ts';

/** The records from which one account's figures are computed. */
export interface Records {
  readonly charges: readonly Charge[];
  readonly purchases: readonly Purchase[];
  /** One purchase per expiry of a pack. */
  readonly expired: readonly string[];
  /** Its ledger entries as a creator. */
  readonly lines: readonly EarningLine[];
}

const isPaid = ({ type, status }: Charge): boolean =>
  type !== 'refund' && (status === 'succeeded' || status === 'refunded');

const isRefunded = ({ type, status }: Charge): boolean => type === 'refund' && status === 'succeeded';

/**
 * Computes the revenue of each day from the charges and ledger entries. A refund counts on its own day, under the type
 * that it refunds. A refund that failed after it had succeeded is reversed on the day of the failure.
 */
export function recountRevenue({ charges, lines }: Records): ReadonlyMap<Day, RevenueSums> {
  const days = new Map<Day, RevenueSums>();
  const add = (at: Instant, name: string, amount: number) =>
    days.set(dayAt(at), addSums([days.get(dayAt(at)) ?? {}, { [name]: amount }]));
  for (const charge of charges) {
    const { settledAt, succeededAt, subject, type, amount } = charge;
    const name =
      subject.kind === 'refund' ? revenueName(subject.type, 'refunds') : revenueName(type, 'gross');
    if (settledAt === null) continue;
    if (isPaid(charge) || isRefunded(charge)) add(settledAt, name, amount.amount);
    else if (succeededAt !== undefined) {
      add(succeededAt, name, amount.amount);
      add(settledAt, name, -amount.amount);
    }
  }
  for (const { at, share } of lines) add(at, revenueName('theme', 'share'), share);
  return days;
}

/** Pack type → its figures, computed from the purchases and their charges. */
export function recountPacks(records: Records): ReadonlyMap<string, RevenueSums> {
  const { charges, purchases, expired } = records;
  const packs = new Map<string, RevenueSums>();
  const add = (packType: string, moves: Readonly<Record<string, number>>) =>
    packs.set(packType, addSums([packs.get(packType) ?? {}, moves]));
  for (const charge of charges.filter(isPaid)) {
    const { subject, amount, refunded, status } = charge;
    const counted = packFigureOf(subject);
    if (!counted) continue;
    const ended = status === 'refunded' ? { refunded: 1 } : {};
    add(counted.packType, { [counted.figure]: 1, ...ended, revenue: amount.amount - refunded });
  }
  const typeOf = new Map(purchases.map(({ purchaseId, terms }) => [purchaseId, terms.packType]));
  for (const { state, terms } of purchases)
    if (state === 'active' || state === 'expiring') add(terms.packType, { active: 1 });
  for (const purchaseId of expired) add(typeOf.get(purchaseId) ?? '', { expired: 1 });
  return packs;
}

/** First day of a period → the usage counted in it, by the lateness of each entry. */
export function recountUsage(buckets: DeduplicationLog, waiting: DeduplicationLog): ReadonlyMap<Day, number> {
  const periods = new Map<Day, number>();
  for (const [place, { amount, lateBy }] of entriesIn(buckets, waiting)) {
    let period = periodOf(startOfHour(hourOfPlace(place)));
    for (let late = 0; late < lateBy; late += 1) period = nextPeriod(period);
    periods.set(period.day, (periods.get(period.day) ?? 0) + amount);
  }
  return periods;
}

/** What was used in each hour, by the time of the events. */
export function recountHours(buckets: DeduplicationLog, waiting: DeduplicationLog): Amounts {
  const hours = new Map<number, number>();
  for (const [place, { amount }] of entriesIn(buckets, waiting)) {
    const hour = numberOf('hours', startOfHour(hourOfPlace(place)));
    hours.set(hour, (hours.get(hour) ?? 0) + amount);
  }
  return hours;
}

/** Each counted entry with its place; one that is on its way from log to bucket once. */
function* entriesIn(
  buckets: DeduplicationLog,
  waiting: DeduplicationLog,
): Generator<[place: string, entry: Entry]> {
  for (const [place, entries] of buckets) for (const entry of entries) yield [place, entry];
  for (const [place, entries] of waiting) {
    const known = new Set((buckets.get(place) ?? []).map((entry) => entry.hash));
    for (const entry of entries) if (!known.has(entry.hash)) yield [place, entry];
  }
}
