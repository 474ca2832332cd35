import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../domain/accounts.ts';
import type { Adjustment } from '../domain/adjustments.ts';
import { type Balance, beyondLimit, freeOf } from '../domain/balances.ts';
import type { Charge } from '../domain/charges.ts';
import { carryOver, correctCarried, type Grant, granted } from '../domain/grants.ts';
import type { Meter } from '../domain/meters.ts';
import { chargeOf, linesOf } from '../domain/overage.ts';
import { isDue, nextPeriod, type Period, periodOf, previousPeriod } from '../domain/periods.ts';
import type { Instant } from '../domain/time.ts';
import { type AccountRecord, carriedName, loadAccount } from './accounts.ts';
import { pendingAdjustments } from './adjustments.ts';
import { attempt, untilDecided } from './attempt.ts';
import { type BalanceRef, keyOf, loadBalance } from './balances.ts';
import { addCharge } from './charges.ts';
import { type BalanceItem, writeGrants } from './items.ts';
import { accountKey } from './keys.ts';
import { openingOf, openingPart } from './opening.ts';
import { savePages } from './pages.ts';
import type { Kept } from './records.ts';
import { takeUp } from './taking-up.ts';
import { Transaction } from './transaction.ts';

/**
 * Ends the counting of a counter in a period. What its journal holds moves to the pages first, so that a duplicate
 * that comes later still meets its original there. Then, in one transaction: no event is counted there any more,
 * what was burnt is taken from what its grants carry over, the periods begun since are corrected by that, and use
 * beyond the limit that was confirmed becomes a charge, together with what corrections of earlier periods came to.
 * Closing twice, or by two at once, is closing once. Hands back the refunds that were begun by it, of credits that found
 * no charge: whoever closes may carry them out, else the schedule does.
 *
 * Without packs, overage and corrections it is one plain write, and one Query for the corrections.
 */
export async function closePeriod(ref: BalanceRef, now: Instant): Promise<readonly Charge[]> {
  return untilDecided(async () => {
    const stored = await loadBalance(ref);
    if (stored?.closed) return [];
    const balance = stored ?? (await openingOf(ref));
    await savePages(ref.account, ref.meter, balance.journal);
    const pending = await pendingAdjustments(ref.account, ref.meter);
    const isPlain = balance.grants.length === 0 && balance.overage === null && pending.length === 0;
    if (isPlain) return (await closePlainly(ref, stored)) ? [] : undefined;
    return closeAccounts(ref, stored, balance, pending, now);
  });
}

// One write, 1 WRU a started KB. Promise: nothing was counted or bought since it was read.
async function closePlainly(ref: BalanceRef, stored: Balance | undefined): Promise<boolean> {
  const closed = closedPart(stored, stored ?? (await openingOf(ref)));
  const tried = await attempt<BalanceItem>({
    key: keyOf(ref),
    update: `SET ${closed.set.join(', ')} REMOVE journal`,
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
    remove: ['journal'],
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
  pending: readonly Kept<Adjustment>[],
  now: Instant,
): Promise<readonly Charge[] | undefined> {
  const { account, meter, period } = ref;
  await closeBefore(ref, now);
  const record = await loadAccount(account);
  const carried = carryOver(balance.used, freeOf(balance), balance.grants);
  const transaction = new Transaction().update(keyOf(ref), closedPart(stored, balance));
  if (stored && stored.grants.length > 0)
    transaction.update(keyOf(ref), {
      when: ['grants = :grants'],
      values: { ':grants': writeGrants(stored.grants) },
    });
  takeBurnt(transaction, account, meter, record, balance.grants, carried);
  await correctLater(transaction, ref, carried, now);
  const own = balance.overage ? linesOf(meter, period, balance.overage, beyondLimit(balance)) : [];
  const { lines, refunds } = await takeUp(transaction, ref, own, pending, now);
  const charge = chargeOf(account, meter, period, lines, now);
  if (charge) addCharge(transaction, charge);
  return (await transaction.commit()) ? refunds : undefined;
}

/** Periods close in their order: each begins with what the one before has left. */
async function closeBefore(ref: BalanceRef, now: Instant): Promise<void> {
  const before = { ...ref, period: previousPeriod(ref.period) };
  const balance = await loadBalance(before);
  if (balance && !balance.closed && isDue(before.period, now)) await closePeriod(before, now);
}

// Promise: what is carried over becomes less by exactly what was burnt; nobody bought or ended a grant since it was read.
function takeBurnt(
  transaction: Transaction,
  account: AccountId,
  meter: Meter,
  record: AccountRecord | undefined,
  grants: readonly Grant[],
  carried: readonly Grant[],
): void {
  const before = new Map(grants.map((grant) => [grant.grantId, grant.amount]));
  const known = record?.grants ?? {};
  const after = { ...known };
  for (const { grantId, amount } of carried) {
    const name = carriedName(meter.name, grantId);
    const [packType, left, until] = known[name] ?? [];
    // One that has ended meanwhile is not there any more: nothing of it is carried over.
    if (packType === undefined || left === undefined || until === undefined) continue;
    after[name] = [packType, Math.max(0, left - ((before.get(grantId) ?? 0) - amount)), until];
  }
  if (isDeepStrictEqual(after, known)) return;
  // The whole map: a path for each of a hundred grants would exceed what an expression may hold.
  transaction.update(accountKey(account), {
    set: ['grants = :carried'],
    when: ['grants = :known'],
    values: { ':carried': after, ':known': known },
  });
}

/** The periods that were begun with what was left at the time: at most two, one after the other. */
async function correctLater(
  transaction: Transaction,
  { account, meter, period }: BalanceRef,
  carried: readonly Grant[],
  now: Instant,
): Promise<void> {
  let left = carried;
  // Events may be a few minutes ahead of us: so may a period.
  const last = nextPeriod(periodOf(now));
  for (let next: Period = nextPeriod(period); next.start <= last.start; next = nextPeriod(next)) {
    const ref = { account, meter, period: next };
    const later = await loadBalance(ref);
    if (!later) continue;
    const amounts = new Map(left.map((grant) => [grant.grantId, grant.amount]));
    const grants = correctCarried(later.grants, amounts);
    left = carryOver(later.used, freeOf(later), grants);
    if (grants.every((grant, index) => grant.amount === later.grants[index]?.amount)) continue;
    // Promise: no grant was added or ended there meanwhile. What is used there does not matter.
    transaction.update(keyOf(ref), {
      set: ['grants = :grants', '#left = #left + :more', 'rev = rev + :one'],
      when: ['grants = :known'],
      names: { '#left': 'left' },
      values: {
        ':grants': writeGrants(grants),
        ':known': writeGrants(later.grants),
        ':more': granted(grants) - granted(later.grants),
        ':one': 1,
      },
    });
  }
}
