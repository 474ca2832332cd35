import type { AccountId } from '../../domain/accounts.ts';
import { dayAt } from '../../domain/calendar.ts';
import {
  type AllocationState,
  allocationDueAt,
  idOfEntry,
  provisionalLines,
  rankOf,
  saleLineId,
} from '../../domain/theme-store/allocation.ts';
import {
  type EarningLine,
  type EarningState,
  emptyLedger,
  type Ledger,
  type SaleLine,
  stateOfLine,
  type UnallocatedEntry,
} from '../../domain/theme-store/earnings.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { EARNING_LINE_SK } from '../key-prefixes.ts';
import { dueAttributes, type Key, ofAccount } from '../keys.ts';
import { cursorAt, readCursor } from '../table/cursor.ts';
import { itemsIn, type Listed, type ListPart, listItems } from '../table/list.ts';
import { SCHEMA_VERSION } from '../table/schema-version.ts';
import type { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord, type Versioned } from '../table/versioned.ts';
import {
  earningLineKey,
  ledgerKey,
  themeShareKey,
  unallocatedEntryKey,
  unallocatedEntryRange,
} from './theme-keys.ts';

/** Loads a creator's ledger; an empty one before the first allocation. One consistent read. */
export const loadLedger = async (creator: AccountId): Promise<Versioned<Ledger>> =>
  (await loadRecord<Ledger>(ledgerKey(creator))) ?? { value: emptyLedger(creator), version: 0 };

/** Saves the next version of a ledger, and schedules its next payout. */
export function saveLedger(transaction: Transaction, stored: Versioned<Ledger>): void {
  const { creator, payoutAt } = stored.value;
  const due = payoutAt === null ? {} : dueAttributes(creator, payoutAt, 'payout');
  saveRecord(transaction, ledgerKey(creator), stored, due);
}

/** The creator's share of all sales of a theme. */
export interface ThemeShare {
  readonly themeId: string;
  /** Minor units. */
  readonly share: number;
}

/** Loads the share of a theme. One consistent read. */
export const loadThemeShare = async (creator: AccountId, themeId: string): Promise<Versioned<ThemeShare>> =>
  (await loadRecord<ThemeShare>(themeShareKey(creator, themeId))) ?? {
    value: { themeId, share: 0 },
    version: 0,
  };

export const saveThemeShare = (
  transaction: Transaction,
  creator: AccountId,
  stored: Versioned<ThemeShare>,
): void => saveRecord(transaction, themeShareKey(creator, stored.value.themeId), stored);

export const entryKey = (entry: UnallocatedEntry): Key =>
  unallocatedEntryKey(entry.creator, dayAt(entry.at), rankOf[entry.kind], idOfEntry(entry));

/** Adds an unallocated sale or refund. Touches no item of another sale. 4 WRU. */
export function addUnallocatedEntry(transaction: Transaction, entry: UnallocatedEntry): void {
  const due = dueAttributes(entry.creator, allocationDueAt(entry.at), 'earnings');
  transaction.put(
    { ...entryKey(entry), ...due, record: entry, rev: 1, v: SCHEMA_VERSION },
    { when: ['attribute_not_exists(pk)'] },
  );
}

export const dropUnallocatedEntry = (transaction: Transaction, entry: UnallocatedEntry): void => {
  transaction.delete(entryKey(entry), { when: ['attribute_exists(pk)'] });
};

/** After every day. */
const LAST_DAY = '9999-12-31' as Day;

/**
 * Loads the first `limit` unallocated sales and refunds of the days up to `to`, in the order of allocation. One
 * consistent Query per started MB.
 */
export async function loadUnallocatedEntries(
  creator: AccountId,
  limit: number,
  to: Day = LAST_DAY,
): Promise<UnallocatedEntry[]> {
  const entries: UnallocatedEntry[] = [];
  for await (const item of itemsIn({ ...unallocatedEntryRange(creator, to), pageSize: limit }))
    if (entries.push(readRecord<UnallocatedEntry>(item).value) >= limit) break;
  return entries;
}

/** Lists a creator's ledger entries, newest first. One consistent Query per started MB. */
export async function listEarnings(
  creator: AccountId,
  part: ListPart,
  isWanted?: (line: EarningLine) => boolean,
): Promise<Listed<EarningLine>> {
  const { items, nextCursor } = await listItems({
    ...ofAccount(creator, EARNING_LINE_SK),
    ...part,
    ...(isWanted && { keep: (item) => isWanted(readRecord<EarningLine>(item).value) }),
  });
  return { items: items.map((item) => readRecord<EarningLine>(item).value), nextCursor };
}

/** Loads the ledger entry of a sale, for its refund. One consistent read. */
const loadSaleLine = (
  creator: AccountId,
  purchaseId: string,
  paidAt: Instant,
): Promise<Versioned<SaleLine> | undefined> =>
  loadRecord<SaleLine>(earningLineKey(creator, saleLineId(purchaseId, paidAt)));

export const saveLine = (transaction: Transaction, stored: Versioned<EarningLine>): void =>
  saveRecord(transaction, earningLineKey(stored.value.creator, stored.value.lineId), stored);

/** The records that an allocation reads, with their versions. */
export interface ReadAllocationState {
  readonly ledger: Versioned<Ledger>;
  readonly themes: ReadonlyMap<string, Versioned<ThemeShare>>;
  readonly sales: ReadonlyMap<string, Versioned<SaleLine>>;
}

/** Loads these records. One consistent read, and one per theme and per refunded sale. */
export async function loadAllocationState(
  creator: AccountId,
  entries: readonly UnallocatedEntry[],
): Promise<ReadAllocationState> {
  const ledger = await loadLedger(creator);
  const themeIds = [...new Set(entries.map(({ themeId }) => themeId))];
  const themes = await Promise.all(themeIds.map((themeId) => loadThemeShare(creator, themeId)));
  const refunds = new Map(
    entries.flatMap((entry) => (entry.kind === 'refund' ? [[entry.purchaseId, entry] as const] : [])),
  );
  const lines = await Promise.all(
    [...refunds.values()].map(({ purchaseId, soldAt }) => loadSaleLine(creator, purchaseId, soldAt)),
  );
  return {
    ledger,
    themes: new Map(themes.map((theme) => [theme.value.themeId, theme])),
    sales: new Map(lines.flatMap((line) => (line ? [[line.value.purchaseId, line] as const] : []))),
  };
}

/** Returns the records without their versions. */
export const allocationStateOf = ({ ledger, themes, sales }: ReadAllocationState): AllocationState => ({
  ledger: ledger.value,
  themes: new Map([...themes].map(([themeId, { value }]) => [themeId, value.share])),
  sales: new Map([...sales].map(([purchaseId, { value }]) => [purchaseId, value])),
});

/** Maximum provisional ledger entries that are shown. */
const MOST_SHOWN = 1_000;

/** Computes the provisional ledger entries of unallocated sales and refunds, newest first. Writes nothing. */
export async function loadProvisional(creator: AccountId, now: Instant): Promise<readonly EarningLine[]> {
  const entries = await loadUnallocatedEntries(creator, MOST_SHOWN);
  return provisionalLines(allocationStateOf(await loadAllocationState(creator, entries)), entries, now);
}

/** A ledger entry, or a provisional one. */
export interface Earned {
  readonly line: EarningLine;
  readonly state: EarningState;
}

/** Selects ledger entries of sales and refunds from `from` (inclusive) to `to` (exclusive), as of `now`. */
interface EarnedWanted {
  readonly now: Instant;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/**
 * Lists a creator's ledger entries together with provisional ones, newest first. An entry that is allocated
 * between two pages keeps its place, because its id stays the same.
 */
export async function listEarned(
  creator: AccountId,
  { now, from, to, limit, cursor }: ListPart & EarnedWanted,
): Promise<Listed<Earned>> {
  // Read before the ledger entries: a sale allocated in between is in both, and the ledger entry is used.
  const waiting = await loadProvisional(creator, now);
  const isWanted = ({ at }: EarningLine): boolean =>
    (from === undefined || at >= from) && (to === undefined || at < to);
  const listsAll = from === undefined && to === undefined;
  const lines = await listEarnings(creator, { limit, cursor }, listsAll ? undefined : isWanted);
  const placeOf = ({ lineId }: EarningLine): string => earningLineKey(creator, lineId).sk;
  // The list of ledger entries has validated the cursor.
  const after = typeof cursor === 'string' ? readCursor(cursor, () => true) : undefined;
  const isLeft = (line: EarningLine): boolean => after === undefined || placeOf(line) < after;
  const known = new Set(lines.items.map(({ lineId }) => lineId));
  const all: Earned[] = [
    ...waiting
      .filter((line) => isWanted(line) && isLeft(line) && !known.has(line.lineId))
      .map((line) => ({ line, state: 'provisional' as const })),
    ...lines.items.map((line) => ({ line, state: stateOfLine(line, now) })),
  ].sort((a, b) => (a.line.lineId < b.line.lineId ? 1 : -1));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const goesOn = all.length > limit || lines.nextCursor !== null;
  return {
    items,
    nextCursor: goesOn && last ? cursorAt(placeOf(last.line)) : null,
  };
}
