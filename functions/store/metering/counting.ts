import type { AccountId } from '../../domain/accounts.ts';
import { type Balance, isExpired, limitOf } from '../../domain/metering/balances.ts';
import {
  CROWDED_LOG_BYTES,
  type DeduplicationLog,
  extendLog,
  journalRoom,
  logTotal,
  type UsageEvent,
} from '../../domain/metering/deduplication.ts';
import { encodeAmounts, MOST_TALLIED, pendingOf } from '../../domain/metering/usage-sums.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Overage, overageAllowance, redeem } from '../../domain/overage/overage.ts';
import { isDue, nextPeriod, type Period, periodOf, periodsBetween } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountRecord } from '../accounts/accounts.ts';
import { type BalanceRef, keyOf, loadBalance, openingOf, openingPart } from '../balances/balances.ts';
import { locateEvents, saveBuckets } from '../balances/deduplication.ts';
import { conditionalWrite, RETRY, removing, retryOnConflict } from '../table/conditional-write.ts';
import { type BalanceItem, writeLog, writeOverage } from '../table/items.ts';
import { closePeriod } from './closing.ts';
import { foldPending } from './usage-sums.ts';

/** What the attributes of a tally take in a balance beside the tally itself: their names, and the number of folds. */
const TALLY_BYTES = 14;

export interface Counted {
  /** The number of new events; the others had been counted before. */
  readonly counted: number;
  /** Events that had been counted before with another amount or hour. Not counted again. */
  readonly altered: readonly UsageEvent[];
  /** Events that would raise the sum above 2^53 - 1, the largest exact integer. */
  readonly refused: readonly UsageEvent[];
}

/** A balance read earlier; if it was missing, the account's record. */
export type Seen =
  | { readonly balance: Balance }
  | { readonly balance: undefined; readonly record: AccountRecord | null };

export interface CountOptions {
  /** The reservation that these events settle. The write that counts releases it, unless an event is refused. */
  readonly settles?: string;
  /** Saves the first read. May be outdated, because the write's condition detects that. */
  readonly seen?: Seen;
}

/**
 * Counts events of one meter of one account, each once however often it arrives. All events must belong to one period.
 *
 * The write that raises the balance contains the events' log entries, on condition that the log is unchanged since it
 * was read. This single write is the counting, so nothing needs repair after a crash or a lost response. Cost for k
 * events: one write and, each time the log is full (about 100 events), one write per bucket that it fills, and two for the
 * usage sums if it has many hours; 1 WRU per started KB. Reads: the balance, then the buckets.
 */
export async function countUsage(
  account: AccountId,
  meter: Meter,
  events: readonly UsageEvent[],
  now: Instant,
  { settles, seen }: CountOptions = {},
): Promise<Counted> {
  const [first] = events;
  if (!first) return { counted: 0, altered: [], refused: [] };
  const own = periodOf(first.at);
  let glance = seen;
  let room: number | undefined;
  return retryOnConflict(async () => {
    const { ref, balance } = await openBalance({ account, meter, period: own }, now, glance);
    const record = glance && !glance.balance ? glance.record : undefined;
    glance = undefined;
    const known = balance ?? (await openingOf(ref, record));
    const lateBy = periodsBetween(own, ref.period);
    const { placed, altered, refused } = await locateEvents(account, meter, known, events, lateBy);
    const counted = [...placed.values()].flat().length;
    const hold = settles === undefined || refused.length > 0 ? undefined : known.holds.get(settles);
    if (counted === 0 && !hold) return { counted, altered, refused };
    const { journal, moving } = extendLog(known.journal, placed, room ?? roomIn(known));
    room = CROWDED_LOG_BYTES;
    const moved = moving.size > 0 ? await move(ref, known, moving, now) : undefined;
    const amount = logTotal(placed);
    const settled = settles !== undefined && hold && !isExpired(hold, now) ? settles : undefined;
    const change = { journal, moved, amount, overage: redeemed(known, settled, amount) };
    const isWritten = await raise(ref, balance, known, change, hold && settles);
    return isWritten ? { counted, altered, refused } : RETRY;
  });
}

const roomIn = ({ tally }: Balance): number =>
  journalRoom(tally.size > 0 ? encodeAmounts(tally).length + TALLY_BYTES : 0);

type Tallied = Pick<Balance, 'tally' | 'folds'>;

/**
 * Moves the whole log to its buckets, and its amounts to the tally. A tally of too many hours is folded into the usage
 * sums. Returns the tally after that, for the write that removes the entries from the log.
 */
async function move(
  ref: BalanceRef,
  { tally, journal, folds }: Balance,
  moving: DeduplicationLog,
  now: Instant,
): Promise<Tallied> {
  await saveBuckets(ref.account, ref.meter, moving, now);
  const pending = pendingOf({ tally, journal });
  if (pending.size <= MOST_TALLIED) return { tally: pending, folds };
  await foldPending(ref, folds, pending);
  return { tally: new Map(), folds: folds + 1 };
}

/**
 * Returns the overage after a reservation was settled that may still use withdrawn overage; null if it is unchanged.
 */
function redeemed(balance: Balance, reservationId: string | undefined, amount: number): Overage | null {
  const { overage, used } = balance;
  if (!overage?.pledge || reservationId === undefined) return null;
  return redeem(overage, reservationId, amount, used + amount - limitOf(balance));
}

/**
 * Opens the balance in which events of a period are counted now: its own while that is open, else the first open one
 * after it. Closes periods whose grace period is over on the way, so that no event is counted in them any more.
 */
async function openBalance(
  own: BalanceRef,
  now: Instant,
  seen: Seen | undefined,
): Promise<{ ref: BalanceRef; balance: Balance | undefined }> {
  let period: Period = own.period;
  for (;;) {
    const ref = { ...own, period };
    const balance = seen && period === own.period ? seen.balance : await loadBalance(ref);
    const isClosed = balance?.closed || isDue(period, now);
    if (isClosed && !balance?.closed) await closePeriod(ref, now);
    if (!isClosed) return { ref, balance };
    period = nextPeriod(period);
  }
}

// One write, 1 WRU per started KB. Promise: the sum grows by exactly the entries added to the log.
async function raise(
  ref: BalanceRef,
  balance: Balance | undefined,
  { left, revision, holds, ...opening }: Balance,
  change: {
    readonly journal: DeduplicationLog;
    /** Where the log was emptied: the tally after that. */
    readonly moved: Tallied | undefined;
    readonly amount: number;
    readonly overage: Overage | null;
  },
  settles: string | undefined,
): Promise<boolean> {
  const { journal, moved, amount, overage } = change;
  const hasTally = moved !== undefined && moved.tally.size > 0;
  const begin = balance ? { set: [], values: {} } : openingPart({ left, revision, holds, ...opening });
  const more = overage ? overageAllowance(overage) - overageAllowance(opening.overage) : 0;
  const freed = settles === undefined ? 0 : (holds.get(settles)?.amount ?? 0);
  const tried = await conditionalWrite<BalanceItem>({
    key: keyOf(ref),
    update: [
      'SET used = if_not_exists(used, :none) + :amount, #left = if_not_exists(#left, :left) - :net',
      ', rev = :next, journal = :journal',
      moved ? ', folds = :folds' : '',
      hasTally ? ', tally = :tally' : '',
      overage ? ', overage = :overage' : '',
      ...begin.set.map((clause) => `, ${clause}`),
      removing([...(settles === undefined ? [] : ['holds.#hold']), ...(moved && !hasTally ? ['tally'] : [])]),
    ].join(''),
    when: [
      balance ? 'rev = :rev' : 'attribute_not_exists(pk)',
      ...(settles === undefined ? [] : ['attribute_exists(holds.#hold)']),
      ...(overage ? ['overage = :confirmed'] : []),
    ],
    names: { '#left': 'left', ...(settles === undefined ? {} : { '#hold': settles }) },
    values: {
      ':none': 0,
      ':amount': amount,
      ':left': left,
      ':net': amount - freed - more,
      ':next': revision + 1,
      ':journal': writeLog(journal),
      ...(balance ? { ':rev': revision } : {}),
      ...(moved ? { ':folds': moved.folds } : {}),
      ...(hasTally ? { ':tally': encodeAmounts(moved.tally) } : {}),
      ...(overage && opening.overage
        ? { ':overage': writeOverage(overage), ':confirmed': writeOverage(opening.overage) }
        : {}),
      ...begin.values,
    },
  });
  return tried.kind === 'done';
}
