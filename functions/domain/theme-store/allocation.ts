import { dayAt } from '../calendar.ts';
import { idOf } from '../ids.ts';
import { DAY, type Day, HOUR, type Instant, iso, parseInstant, plus } from '../time.ts';
import {
  afterHoldPeriod,
  type EarningLine,
  type Ledger,
  maturesAt,
  type RefundLine,
  type SaleLine,
  type UnallocatedEntry,
  type UnallocatedRefund,
  type UnallocatedSale,
  yearIn,
  yearOf,
} from './earnings.ts';
import { refundedShare, type ShareTerms, shareTerms, splitSale, termsOf } from './shares.ts';

/** The records that an allocation reads and updates. */
export interface AllocationState {
  readonly ledger: Ledger;
  /** Theme → the creator's share of all its sales, in minor units. */
  readonly themes: ReadonlyMap<string, number>;
  /** Purchase → its ledger entry, for sales that the refunds refer to. */
  readonly sales: ReadonlyMap<string, SaleLine>;
}

/** An unallocated sale or refund, and its ledger entry. */
export interface AllocatedShare {
  readonly entry: UnallocatedEntry;
  readonly line: EarningLine;
}

/** How long after its end a day is allocated. */
const ALLOCATION_DELAY = HOUR;

/** Returns when the day of a sale or refund is allocated. */
export const allocationDueAt = (at: Instant): Instant =>
  plus(parseInstant(`${dayAt(at)}T00:00:00Z`), DAY + ALLOCATION_DELAY);

/** Returns the last day whose allocation is due. */
export const lastAllocatableDay = (now: Instant): Day => dayAt(plus(now, -(DAY + ALLOCATION_DELAY)));

/** Sorts by the order of allocation: by day, sales before refunds, then by id. */
export function inOrder(entries: readonly UnallocatedEntry[]): UnallocatedEntry[] {
  const place = (entry: UnallocatedEntry): string =>
    `${dayAt(entry.at)}#${rankOf[entry.kind]}#${idOfEntry(entry)}`;
  return [...entries].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** Sales of a day come before its refunds, in keys as well. */
export const rankOf: Readonly<Record<UnallocatedEntry['kind'], number>> = { sale: 1, refund: 2 };

export const idOfEntry = (entry: UnallocatedEntry): string => {
  if (entry.kind === 'sale') return entry.purchaseId;
  // Sorts after the refund that it reverses, on the same day.
  return entry.returned ? `${entry.refundId}.returned` : entry.refundId;
};

/** Returns the id of a sale's ledger entry. Derived, because refunds must find it. */
export const saleLineId = (purchaseId: string, paidAt: Instant): string =>
  idOf('ern', paidAt, 'sale', purchaseId);

/**
 * Allocates sales and refunds in order, as if all their days were over. Skips refunds whose sale has no ledger entry
 * yet.
 */
export function allocateShares(
  before: AllocationState,
  entries: readonly UnallocatedEntry[],
  now: Instant,
  table: readonly ShareTerms[] = shareTerms,
): { readonly after: AllocationState; readonly out: readonly AllocatedShare[] } {
  let after: AllocationState = { ...before, ledger: afterHoldPeriod(before.ledger, now) };
  const out: AllocatedShare[] = [];
  for (const entry of inOrder(entries)) {
    const sale = after.sales.get(entry.purchaseId);
    if (entry.kind === 'refund' && !sale) continue;
    const shared =
      entry.kind === 'refund' && sale
        ? allocateRefund(after, entry, sale, now)
        : allocateSale(after, entry as UnallocatedSale, now, table);
    after = shared.after;
    out.push({ entry, line: shared.line });
  }
  return { after, out };
}

interface Step {
  readonly after: AllocationState;
  readonly line: EarningLine;
}

function allocateSale(
  shared: AllocationState,
  entry: UnallocatedSale,
  now: Instant,
  table: readonly ShareTerms[],
): Step {
  const { creator, purchaseId, themeId, name, amount, at } = entry;
  const day = dayAt(at);
  const terms = termsOf(day, table);
  const year = yearIn(shared.ledger, day);
  const split = splitSale(
    amount,
    { netSales: year.netSales, yearShare: year.share, themeShare: shared.themes.get(themeId) ?? 0 },
    terms,
  );
  const line: SaleLine = {
    kind: 'sale',
    lineId: saleLineId(purchaseId, at),
    creator,
    purchaseId,
    themeId,
    name,
    at,
    net: amount,
    ...split,
    terms: terms.version,
    maturesAt: maturesAt(at),
    refunded: 0,
    takenBack: 0,
  };
  return { after: moved(shared, line, day, line, now), line };
}

function allocateRefund(
  shared: AllocationState,
  entry: UnallocatedRefund,
  sale: SaleLine,
  now: Instant,
): Step {
  const { creator, purchaseId, refundId, themeId, name, amount, at } = entry;
  const refunded = sale.refunded + amount;
  const takenBack = refundedShare(sale.share, refunded, sale.net);
  const share = sale.takenBack - takenBack;
  const line: RefundLine = {
    kind: 'refund',
    lineId: idOf('ern', at, 'refund', idOfEntry(entry)),
    creator,
    purchaseId,
    refundId,
    themeId,
    name,
    at,
    net: -amount,
    // Avoids negative zero.
    share: share || 0,
    platform: -amount - share,
    terms: sale.terms,
    maturesAt: sale.maturesAt,
  };
  return { after: moved(shared, line, dayAt(sale.at), { ...sale, refunded, takenBack }, now), line };
}

/** Applies a ledger entry to the year of its sale, to its theme, and to the balance of its share. */
function moved(
  shared: AllocationState,
  line: EarningLine,
  soldOn: Day,
  sale: SaleLine,
  now: Instant,
): AllocationState {
  const { ledger, themes, sales } = shared;
  const year = yearIn(ledger, soldOn);
  const at = iso(line.maturesAt);
  const balance =
    line.maturesAt <= now
      ? { available: ledger.available + line.share }
      : { maturing: { ...ledger.maturing, [at]: (ledger.maturing[at] ?? 0) + line.share } };
  return {
    ledger: {
      ...ledger,
      years: {
        ...ledger.years,
        [yearOf(soldOn)]: { netSales: year.netSales + line.net, share: year.share + line.share },
      },
      ...balance,
    },
    themes: new Map(themes).set(line.themeId, (themes.get(line.themeId) ?? 0) + line.share),
    sales: new Map(sales).set(sale.purchaseId, sale),
  };
}

/** Returns the ledger entries of unallocated sales and refunds as if their days ended now, newest first. */
export const provisionalLines = (
  shared: AllocationState,
  entries: readonly UnallocatedEntry[],
  now: Instant,
): readonly EarningLine[] =>
  allocateShares(shared, entries, now)
    .out.map(({ line }) => line)
    .sort((a, b) => (a.lineId < b.lineId ? 1 : -1));
