import { isDeepStrictEqual } from 'node:util';
import type { Adjustment } from '../../domain/charges/adjustments.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { chargeOf, linesOf } from '../../domain/charges/overage-charges.ts';
import { type Balance, freeOf, overLimit, untouched } from '../../domain/metering/balances.ts';
import { carryOver, correctCarried, type Grant } from '../../domain/metering/grants.ts';
import { pendingOf } from '../../domain/metering/usage-sums.ts';
import { isDue, nextPeriod, type Period, periodOf, previousPeriod } from '../../domain/periods.ts';
import type { Instant } from '../../domain/time.ts';
import { type AccountRecord, carriedName, loadAccount } from '../accounts/accounts.ts';
import { type BalanceRef, keyOf, loadBalance, openingPart } from '../balances/balances.ts';
import { saveBuckets } from '../balances/deduplication.ts';
import { pendingAdjustments } from '../charges/adjustments.ts';
import { addCharge } from '../charges/charges.ts';
import { accountKey } from '../keys.ts';
import { replaceGrants } from '../packs/grants.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { type BalanceItem, writeGrants } from '../table/items.ts';
import { Transaction } from '../table/transaction.ts';
import type { Versioned } from '../table/versioned.ts';
import { applyAdjustments } from './applying-adjustments.ts';
import { foldPending } from './usage-sums.ts';

/**
 * Closes a counter's period. First moves the entries of its deduplication log to buckets, so that later duplicates
 * still find them. Then, in one transaction: ends counting in the period, carries over the remaining amounts of its
 * grants, corrects the periods started since, and charges the confirmed overage, together with the pending adjustments
 * of earlier periods. Idempotent, also concurrently. Returns the refunds that it started for credits that no charge
 * could apply; the caller may execute them, or else the schedule does.
 *
 * Without packs, overage and adjustments it costs one plain write, and one Query for the adjustments.
 */
export async function closePeriod(ref: BalanceRef, now: Instant): Promise<readonly Charge[]> {
  return retryOnConflict(async () => {
    const stored = await loadBalance(ref);
    if (stored?.closed) return [];
    // Without counted usage nothing was consumed, and the account's current grants belong to later periods.
    const balance = stored ?? untouched(ref.meter);
    if (!stored) await closeBefore(ref, now);
    await saveBuckets(ref.account, ref.meter, balance.journal, now);
    await foldPending(ref, balance.folds, pendingOf(balance));
    const all = await pendingAdjustments(ref.account, ref.meter);
    // A late event may close a month before the corrected one. The adjustment then waits for a later month.
    const pending = all.filter(({ value }) => value.period < ref.period.day);
    const isPlain = balance.grants.length === 0 && balance.overage === null && pending.length === 0;
    if (isPlain) return (await closePlainly(ref, stored)) ? [] : RETRY;
    return closeAccounts(ref, stored, balance, pending, now);
  });
}

// One write, 1 WRU per started KB. Promise: nothing was counted or bought since it was read.
async function closePlainly(ref: BalanceRef, stored: Balance | undefined): Promise<boolean> {
  const closed = closedPart(stored, stored ?? untouched(ref.meter));
  const tried = await conditionalWrite<BalanceItem>({
    key: keyOf(ref),
    update: `SET ${closed.set.join(', ')} REMOVE ${closed.remove.join(', ')}`,
    when: closed.when,
    names: closed.names,
    values: closed.values,
  });
  return tried.kind === 'done';
}

function closedPart(stored: Balance | undefined, balance: Balance) {
  const begin = stored ? { set: [], values: {} } : openingPart(balance);
  return {
    set: [
      'closed = :yes, used = if_not_exists(used, :used), #left = if_not_exists(#left, :left), rev = :next',
      ...begin.set,
    ],
    remove: ['journal', 'tally'],
    when: [stored ? 'rev = :rev' : 'attribute_not_exists(pk)'],
    names: { '#left': 'left' },
    values: {
      ':yes': true,
      ':used': balance.used,
      ':left': balance.left,
      ':next': balance.revision + 1,
      ...(stored ? { ':rev': balance.revision } : {}),
      ...begin.values,
    },
  };
}

async function closeAccounts(
  ref: BalanceRef,
  stored: Balance | undefined,
  balance: Balance,
  pending: readonly Versioned<Adjustment>[],
  now: Instant,
): Promise<readonly Charge[] | typeof RETRY> {
  const { account, meter, period } = ref;
  await closeBefore(ref, now);
  const transaction = new Transaction().update(keyOf(ref), closedPart(stored, balance));
  if (stored && stored.grants.length > 0) {
    transaction.update(keyOf(ref), {
      when: ['grants = :grants'],
      values: { ':grants': writeGrants(stored.grants) },
    });
    await settleGrants(transaction, ref, stored, now);
  }
  const own = balance.overage ? linesOf(meter, period, balance.overage, overLimit(balance)) : [];
  const { lines, refunds } = await applyAdjustments(transaction, ref, own, pending, now);
  const charge = chargeOf(account, meter, period, lines, now);
  if (charge) addCharge(transaction, charge);
  return (await transaction.commit()) ? refunds : RETRY;
}

/** Periods close in order, because each starts with what the previous one left. */
async function closeBefore(ref: BalanceRef, now: Instant): Promise<void> {
  const before = { ...ref, period: previousPeriod(ref.period) };
  const balance = await loadBalance(before);
  if (balance && !balance.closed && isDue(before.period, now)) await closePeriod(before, now);
}

/** Corrects the periods that started with provisional grants, and the account's record. */
async function settleGrants(
  transaction: Transaction,
  ref: BalanceRef,
  balance: Balance,
  now: Instant,
): Promise<void> {
  const record = await loadAccount(ref.account);
  const carried = carryOver(balance.used, freeOf(balance), balance.grants);
  const stands = (grantId: string) => record?.grants[carriedName(ref.meter.name, grantId)] !== undefined;
  const later = await correctLater(transaction, ref, carried, stands, now);
  if (record) settleAccount(transaction, ref, record, carried, later);
}

/**
 * Updates the account's remaining amount of each grant: what the first open period has of it, plus the changes in later
 * ones. Promise: no grant was bought or expired since it was read.
 */
function settleAccount(
  transaction: Transaction,
  { account, meter }: BalanceRef,
  { grants: known }: AccountRecord,
  carried: readonly Grant[],
  later: readonly (readonly Grant[])[],
): void {
  const prefix = carriedName(meter.name, '');
  const after = { ...known };
  for (const [name, [packType, left, until]] of Object.entries(known)) {
    if (!name.startsWith(prefix)) continue;
    const inGrants = (grants: readonly Grant[]) =>
      grants.find((grant) => carriedName(meter.name, grant.grantId) === name);
    const [first = carried, ...rest] = later;
    const changes = rest.map(inGrants).map((grant) => (grant ? grant.amount - (grant.carried ?? 0) : 0));
    const isKnown = [carried, ...later].some(inGrants);
    const amount = changes.reduce((sum, change) => sum + change, inGrants(first)?.amount ?? 0);
    after[name] = [packType, isKnown ? Math.max(0, amount) : left, until];
  }
  if (isDeepStrictEqual(after, known)) return;
  // Writes the whole map, because a path per grant would exceed the limit of an expression with a hundred grants.
  transaction.update(accountKey(account), {
    set: ['grants = :carried'],
    when: ['grants = :known'],
    values: { ':carried': after, ':known': known },
  });
}

/**
 * Corrects the periods that started with provisional grants: at most two, one after the other. Returns the resulting
 * grants of each.
 */
async function correctLater(
  transaction: Transaction,
  { account, meter, period }: BalanceRef,
  carried: readonly Grant[],
  stands: (grantId: string) => boolean,
  now: Instant,
): Promise<Grant[][]> {
  let left = carried;
  const corrected: Grant[][] = [];
  // Events, and so a period, may be a few minutes in the future.
  const last = nextPeriod(periodOf(now));
  for (let next: Period = nextPeriod(period); next.start <= last.start; next = nextPeriod(next)) {
    const ref = { account, meter, period: next };
    const later = await loadBalance(ref);
    if (!later || later.closed) continue;
    const grants = correctCarried(later.grants, left, stands);
    corrected.push(grants);
    left = carryOver(later.used, freeOf(later), grants);
    replaceGrants(transaction, ref, later.grants, grants);
  }
  return corrected;
}
