import { type Balance, type Reservation, untouched } from '../../domain/metering/balances.ts';
import { type DeduplicationLog, decodeEntry, encodeEntry } from '../../domain/metering/deduplication.ts';
import type { Grant } from '../../domain/metering/grants.ts';
import { decodeAmounts } from '../../domain/metering/usage-sums.ts';
import type { Meter } from '../../domain/meters.ts';
import { cny } from '../../domain/money.ts';
import type { Overage, Pledge, Tranche } from '../../domain/overage/overage.ts';
import { type Grace, packSlot, type Slot, type Slots, unpackSlot } from '../../domain/slots/slots.ts';
import { type Day, fromSeconds, seconds } from '../../domain/time.ts';
import { requireKnownSchema } from './schema-version.ts';

/**
 * The stored form of balances and slots. Compact, because each write pays for the whole item: times in seconds (0 for
 * none), lists instead of maps with fixed positions, and log entries as a binary set.
 */
export interface BalanceItem {
  readonly used: number;
  readonly left: number;
  readonly rev: number;
  readonly journal?: LogAttribute;
  readonly holds?: Readonly<Record<string, ReservationItem>>;
  readonly grants?: GrantItems;
  readonly tally?: Uint8Array;
  readonly folds?: number;
  readonly closed?: boolean;
  readonly unreserved?: number;
  readonly overage?: OverageItem;
  readonly endedOverage?: OverageItem;
  readonly blocked?: true;
}

export interface SlotsItem {
  readonly slots: Readonly<Record<string, SlotItem>>;
  readonly limit: number;
  readonly grants?: GrantItems;
  readonly blocked?: true;
  readonly graces?: readonly GraceItem[];
}

export type LogAttribute = Readonly<Record<string, Set<Uint8Array>>>;
export type ReservationItem = readonly [amount: number, until: number];
export type SlotItem = readonly [allocated: number, until: number];
export type GraceItem = readonly [
  cause: string,
  amount: number,
  until: number,
  ending: number,
  jobs: readonly string[],
];
export type GrantItem = readonly [
  packType: string,
  amount: number,
  until: number,
  ended?: 0 | 1,
  carried?: number,
];
export type GrantItems = Readonly<Record<string, GrantItem>>;

export interface OverageItem {
  readonly period: string;
  readonly tranches: readonly TrancheItem[];
  readonly peak: number;
  readonly pledge?: PledgeItem;
}
type PledgeItem = readonly [
  tranches: readonly TrancheItem[],
  holds: Readonly<Record<string, number>>,
  until: number,
];
type TrancheItem = readonly [quoteId: string, amount: number, price: number, per: number];

export function readBalance(item: BalanceItem | undefined, meter: Meter): Balance {
  if (!item) return untouched(meter);
  requireKnownSchema(item);
  return {
    used: item.used,
    left: item.left,
    holds: new Map(Object.entries(item.holds ?? {}).map(([id, hold]) => [id, readReservationItem(hold)])),
    grants: readGrants(item.grants),
    journal: readLog(item.journal),
    revision: item.rev,
    paged: item.folds !== undefined,
    tally: decodeAmounts(item.tally ?? new Uint8Array()),
    folds: item.folds ?? 0,
    closed: item.closed ?? false,
    unreserved: item.unreserved ?? 0,
    overage: readOverage(item.overage),
    endedOverage: readOverage(item.endedOverage),
    blocked: item.blocked ?? false,
  };
}

export function readSlots(item: SlotsItem | undefined, meter: Meter): Slots {
  if (!item)
    return {
      limit: meter.free,
      held: new Map(),
      grants: [],
      isOpen: false,
      blocked: false,
      graces: [],
    };
  requireKnownSchema(item);
  return {
    limit: item.limit,
    held: new Map(Object.entries(item.slots).map(([jobId, times]) => [jobId, unpackSlot(jobId, times)])),
    grants: readGrants(item.grants),
    isOpen: true,
    blocked: item.blocked ?? false,
    graces: (item.graces ?? []).map(readGrace),
  };
}

export const writeSlot = (slot: Slot): SlotItem => packSlot(slot);

export const writeGrace = ({ cause, amount, until, ending, jobs }: Grace): GraceItem => [
  cause,
  amount,
  seconds(until),
  ending,
  jobs,
];
const readGrace = ([cause, amount, until, ending, jobs]: GraceItem): Grace => ({
  cause,
  amount,
  until: fromSeconds(until),
  ending,
  jobs,
});

export const writeReservationItem = (hold: Reservation): ReservationItem => [
  hold.amount,
  seconds(hold.until),
];
const readReservationItem = ([amount, until]: ReservationItem): Reservation => ({
  amount,
  until: fromSeconds(until),
});

export const writeLog = (journal: DeduplicationLog): LogAttribute =>
  Object.fromEntries([...journal].map(([address, entries]) => [address, new Set(entries.map(encodeEntry))]));

const readLog = (journal: LogAttribute = {}): DeduplicationLog =>
  new Map(Object.entries(journal).map(([address, entries]) => [address, [...entries].map(decodeEntry)]));

export function writeGrant({ packType, amount, expiresAt, ended, carried }: Grant): GrantItem {
  const until = expiresAt === null ? 0 : seconds(expiresAt);
  if (carried !== undefined) return [packType, amount, until, ended ? 1 : 0, carried];
  return ended ? [packType, amount, until, 1] : [packType, amount, until];
}

export const writeGrants = (grants: readonly Grant[]): GrantItems =>
  Object.fromEntries(grants.map((grant) => [grant.grantId, writeGrant(grant)]));

export const readGrants = (grants: GrantItems = {}): Grant[] =>
  Object.entries(grants).map(([grantId, [packType, amount, until, ended, carried]]) => ({
    grantId,
    packType,
    amount,
    expiresAt: until === 0 ? null : fromSeconds(until),
    ...(ended ? { ended: true } : {}),
    ...(carried === undefined ? {} : { carried }),
  }));

export const writeOverage = ({ period, tranches, peak, pledge }: Overage): OverageItem => ({
  period,
  tranches: tranches.map(writeTranche),
  peak,
  ...(pledge ? { pledge: writePledge(pledge) } : {}),
});

const readOverage = (item: OverageItem | undefined): Overage | null =>
  item === undefined
    ? null
    : {
        period: item.period as Day,
        tranches: item.tranches.map(readTranche),
        peak: item.peak,
        ...(item.pledge ? { pledge: readPledge(item.pledge) } : {}),
      };

const writePledge = ({ tranches, holds, until }: Pledge): PledgeItem => [
  tranches.map(writeTranche),
  Object.fromEntries(holds),
  seconds(until),
];

const readPledge = ([tranches, holds, until]: PledgeItem): Pledge => ({
  tranches: tranches.map(readTranche),
  holds: new Map(Object.entries(holds)),
  until: fromSeconds(until),
});

const writeTranche = ({ quoteId, amount, unitPrice: { price, per } }: Tranche): TrancheItem => [
  quoteId,
  amount,
  price.amount,
  per,
];

const readTranche = ([quoteId, amount, price, per]: TrancheItem): Tranche => ({
  quoteId,
  amount,
  unitPrice: { price: cny(price), per },
});
