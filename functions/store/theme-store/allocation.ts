import type { AccountId } from '../../domain/accounts.ts';
import { dayAt } from '../../domain/calendar.ts';
import {
  type AllocatedShare,
  allocateShares,
  lastAllocatableDay,
} from '../../domain/theme-store/allocation.ts';
import type { SaleLine, UnallocatedEntry } from '../../domain/theme-store/earnings.ts';
import { withPayoutAt } from '../../domain/theme-store/payouts.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { scheduleAccount } from '../accounts/accounts.ts';
import { addRevenue } from '../reports/figures.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import {
  allocationStateOf,
  dropUnallocatedEntry,
  loadAllocationState,
  loadUnallocatedEntries,
  type ReadAllocationState,
  saveLedger,
  saveLine,
  saveThemeShare,
} from './earnings.ts';

/** DynamoDB's limit of items per transaction. */
const MOST_ITEMS = 100;
/**
 * The items per unallocated entry: the deleted entry and its ledger entry; a refund also changes the ledger entry of
 * its sale.
 */
const itemsOf: Readonly<Record<UnallocatedEntry['kind'], number>> = { sale: 2, refund: 3 };
const MOST_ENTRIES = MOST_ITEMS / itemsOf.sale;

/** Maximum transactions per call, well within the time that a function has. The rest stays due. */
const MOST_TRANSACTIONS = 100;

/**
 * Allocates a creator's shares of past days, in order. Each transaction turns some unallocated entries into ledger
 * entries, with the ledger, the themes' shares and the revenue sums. May run twice, concurrently, or be interrupted:
 * the transaction that writes a ledger entry also deletes the unallocated one.
 */
export async function allocateDays(creator: AccountId, now: Instant): Promise<void> {
  await scheduleAccount(creator, now);
  for (let made = 0; made < MOST_TRANSACTIONS; made += 1) {
    const taken = await retryOnConflict(() => allocateBatch(creator, now));
    if (taken === 0) return;
  }
}

/** Executes one transaction. Returns the number of allocated entries, or RETRY after a conflict. */
async function allocateBatch(creator: AccountId, now: Instant): Promise<number | typeof RETRY> {
  const entries = fitting(await loadUnallocatedEntries(creator, MOST_ENTRIES, lastAllocatableDay(now)));
  if (entries.length === 0) return 0;
  const read = await loadAllocationState(creator, entries);
  const { after, out } = allocateShares(allocationStateOf(read), entries, now);
  if (out.length === 0) return 0;
  const transaction = new Transaction();
  saveLedger(transaction, { value: withPayoutAt(after.ledger, now), version: read.ledger.version });
  saveThemes(transaction, creator, read, after.themes);
  for (const { entry } of out) dropUnallocatedEntry(transaction, entry);
  saveLines(transaction, read, after.sales, out);
  addShares(transaction, creator, out);
  return (await transaction.commit()) ? out.length : RETRY;
}

/**
 * Returns the first entries that fit into one transaction, with the ledger, their themes and the revenue of their days.
 */
function fitting(entries: readonly UnallocatedEntry[]): readonly UnallocatedEntry[] {
  const themes = new Set<string>();
  const days = new Set<Day>();
  let own = 1;
  const end = entries.findIndex(({ kind, themeId, at }) => {
    own += itemsOf[kind];
    return own + themes.add(themeId).size + days.add(dayAt(at)).size > MOST_ITEMS;
  });
  return end < 0 ? entries : entries.slice(0, end);
}

function saveThemes(
  transaction: Transaction,
  creator: AccountId,
  read: ReadAllocationState,
  after: ReadonlyMap<string, number>,
): void {
  for (const [themeId, { value, version }] of read.themes) {
    const share = after.get(themeId) ?? value.share;
    if (share !== value.share) saveThemeShare(transaction, creator, { value: { themeId, share }, version });
  }
}

/** Saves a sale's ledger entry after the refunds that were allocated with it. */
function saveLines(
  transaction: Transaction,
  read: ReadAllocationState,
  sales: ReadonlyMap<string, SaleLine>,
  out: readonly AllocatedShare[],
): void {
  for (const purchaseId of new Set(out.map(({ line }) => line.purchaseId))) {
    const value = sales.get(purchaseId);
    if (value) saveLine(transaction, { value, version: read.sales.get(purchaseId)?.version ?? 0 });
  }
  for (const { line } of out) if (line.kind === 'refund') saveLine(transaction, { value: line, version: 0 });
}

/** Adds the creators' shares to the revenue, on the day of each sale and refund. */
function addShares(transaction: Transaction, creator: AccountId, out: readonly AllocatedShare[]): void {
  const moments = new Map<Day, { at: Instant; share: number }>();
  for (const { line } of out) {
    const sum = moments.get(dayAt(line.at)) ?? { at: line.at, share: 0 };
    moments.set(dayAt(line.at), { ...sum, share: sum.share + line.share });
  }
  for (const { at, share } of moments.values())
    if (share !== 0) addRevenue(transaction, creator, at, 'theme', 'share', share);
}
