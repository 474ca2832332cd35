import type { Pack, PackChange } from '../../domain/packs/packs.ts';
import { offeredPacks } from '../../domain/packs/packs.ts';
import { type Instant, MINUTE, plus } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { beginningWith, PACK_TYPE_SK } from '../key-prefixes.ts';
import { packTypeKey } from '../keys.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { itemsIn } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';
import { loadRecord, readRecord, saveRecord } from '../table/versioned.ts';

/** Loads every pack type, including retired ones. One consistent Query. */
export async function loadCatalogue(): Promise<PackChange[]> {
  const changes: PackChange[] = [];
  for await (const item of itemsIn({ pk: packTypeKey('').pk, ...beginningWith(PACK_TYPE_SK) }))
    changes.push(readRecord<PackChange>(item).value);
  return offeredPacks(changes);
}

/** Loads the packs on sale. One consistent Query. */
export const loadOffers = async (): Promise<Pack[]> =>
  (await loadCatalogue()).filter(({ retired }) => !retired).map(({ pack }) => pack);

/** How long the packs of a refusal are cached. */
const CACHED_FOR = MINUTE;
let recent: { readonly readAt: Instant; readonly offers: Promise<Pack[]> } | undefined;

/**
 * Returns the packs on sale, as they were up to a minute before `now`. Purchases read the current terms. Costs one consistent
 * Query per minute and process.
 */
export async function recentOffers(now: Instant): Promise<Pack[]> {
  if (!recent || now < recent.readAt || now >= plus(recent.readAt, CACHED_FOR)) {
    const read = { readAt: now, offers: loadOffers() };
    recent = read;
    // A failed read is not cached.
    read.offers.catch(() => {
      if (recent === read) recent = undefined;
    });
  }
  return recent.offers;
}

/** Loads one pack type, or undefined. One consistent read. */
export async function findPack(packType: string): Promise<PackChange | undefined> {
  const changed = await loadRecord<PackChange>(packTypeKey(packType));
  return changed?.value ?? packByDefault(packType);
}

/**
 * Creates or changes a pack type; sold packs keep their terms. Calls `change` with the stored pack type; it returns the
 * new terms, or null for no change. One transaction with its audit line. Returns the previous pack type; null if there
 * was none.
 */
export async function changePack(
  packType: string,
  change: (before: PackChange | undefined) => PackChange | null,
  by: string,
  now: Instant,
): Promise<PackChange | null> {
  return retryOnConflict(async () => {
    const stored = await loadRecord<PackChange>(packTypeKey(packType));
    const before = stored?.value ?? packByDefault(packType);
    const after = change(before);
    if (after === null) return before ?? null;
    const version = stored?.version ?? 0;
    const transaction = new Transaction();
    saveRecord(transaction, packTypeKey(packType), { value: after, version });
    addAudit(transaction, {
      id: `${packType}.${version + 1}`,
      at: now,
      by,
      action: after.retired ? 'pack.retired' : 'pack.set',
      account: null,
      target: packType,
      reason: null,
      detail: { before: before ?? null, after },
    });
    if (!(await transaction.commit())) return RETRY;
    // In this process the change is visible at once.
    recent = undefined;
    return before ?? null;
  });
}

const packByDefault = (packType: string): PackChange | undefined =>
  offeredPacks([]).find(({ pack }) => pack.packType === packType);
