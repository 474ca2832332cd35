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

/** What sharing out reads and moves on. */
export interface Shared {
  readonly ledger: Ledger;
  /** Theme → the creator's part of all its sales, in minor units. */
  readonly themes: ReadonlyMap<string, number>;
  /** Purchase → its line, of those that are refunds of. */
  readonly sales: ReadonlyMap<string, SaleLine>;
}

/** An entry and the line that it has become. */
export interface SharedOut {
  readonly entry: UnallocatedEntry;
  readonly line: EarningLine;
}

/** How long after its end a day is shared out. */
const PATIENCE = HOUR;

/** When the day of an entry is shared out. */
export const sharedOutAt = (at: Instant): Instant =>
  plus(parseInstant(`${dayAt(at)}T00:00:00Z`), DAY + PATIENCE);

/** The last day that is to be shared out by now. */
export const lastDayOver = (now: Instant): Day => dayAt(plus(now, -(DAY + PATIENCE)));

/** The one order in which entries are shared out: by day, sales before refunds, then by their ids. */
export function inOrder(entries: readonly UnallocatedEntry[]): UnallocatedEntry[] {
  const place = (entry: UnallocatedEntry): string =>
    `${dayAt(entry.at)}#${rankOf[entry.kind]}#${idOfEntry(entry)}`;
  return [...entries].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** Sales of a day come before its refunds, also by their keys. */
export const rankOf: Readonly<Record<UnallocatedEntry['kind'], number>> = { sale: 1, refund: 2 };

export const idOfEntry = (entry: UnallocatedEntry): string => {
  if (entry.kind === 'sale') return entry.purchaseId;
  // After the refund that it undoes, on the same day.
  return entry.returned ? `${entry.refundId}.returned` : entry.refundId;
};

/** The id of the line of a sale: known before the line is, because a refund has to find it. */
export const saleLineId = (purchaseId: string, paidAt: Instant): string =>
  idOf('ern', paidAt, 'sale', purchaseId);

/**
 * Shares out entries, one after the other in their order, as if all their days were over. A refund whose sale has no
 * line yet is left for another time.
 */
export function shareOut(
  before: Shared,
  entries: readonly UnallocatedEntry[],
  now: Instant,
  table: readonly ShareTerms[] = shareTerms,
): { readonly after: Shared; readonly out: readonly SharedOut[] } {
  let after: Shared = { ...before, ledger: afterHoldPeriod(before.ledger, now) };
  const out: SharedOut[] = [];
  for (const entry of inOrder(entries)) {
    const sale = after.sales.get(entry.purchaseId);
    if (entry.kind === 'refund' && !sale) continue;
    const shared =
      entry.kind === 'refund' && sale
        ? shareRefund(after, entry, sale, now)
        : shareSale(after, entry as UnallocatedSale, now, table);
    after = shared.after;
    out.push({ entry, line: shared.line });
  }
  return { after, out };
}

interface Step {
  readonly after: Shared;
  readonly line: EarningLine;
}

function shareSale(shared: Shared, entry: UnallocatedSale, now: Instant, table: readonly ShareTerms[]): Step {
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

function shareRefund(shared: Shared, entry: UnallocatedRefund, sale: SaleLine, now: Instant): Step {
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
    // Without the sign of zero.
    share: share || 0,
    platform: -amount - share,
    terms: sale.terms,
    maturesAt: sale.maturesAt,
  };
  return { after: moved(shared, line, dayAt(sale.at), { ...sale, refunded, takenBack }, now), line };
}

/** What a line moves: the year of its sale, its theme, and the balance that its share is in or comes from. */
function moved(shared: Shared, line: EarningLine, soldOn: Day, sale: SaleLine, now: Instant): Shared {
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

/** What entries would come to if their days ended now: the lines to show before there are any. The newest first. */
export const provisionalLines = (
  shared: Shared,
  entries: readonly UnallocatedEntry[],
  now: Instant,
): readonly EarningLine[] =>
  shareOut(shared, entries, now)
    .out.map(({ line }) => line)
    .sort((a, b) => (a.lineId < b.lineId ? 1 : -1));
