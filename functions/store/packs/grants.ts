import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import { type Balance, freeOf, limitOf } from '../../domain/metering/balances.ts';
import {
  carryOver,
  expireGrantOf,
  extendGrantOf,
  type Grant,
  granted,
  restartedGrants,
} from '../../domain/metering/grants.ts';
import type { Meter } from '../../domain/meters.ts';
import { isDue, nextPeriod, periodOf, previousPeriod } from '../../domain/periods.ts';
import { gracesAfterLoss, gracesAfterPurchase } from '../../domain/slots/graces.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import { type Instant, seconds } from '../../domain/time.ts';
import { carriedName, loadAccount } from '../accounts/accounts.ts';
import {
  type BalanceRef,
  keyOf,
  loadBalance,
  loadSlots,
  openingOf,
  openingPart,
} from '../balances/balances.ts';
import { accountKey, type Key } from '../keys.ts';
import { endGaugeMonth } from '../overage/gauge-month.ts';
import { cancelAnnouncement, gracesPart } from '../slots/slots.ts';
import { writeGrant, writeGrants } from '../table/items.ts';
import { Transaction } from '../table/transaction.ts';

/**
 * Applies packs to balances, as parts of the transaction that changes the purchase. A change of what a balance starts
 * with also opens the balance, so that a concurrent write cannot open it with outdated grants.
 */

/** The account and meter whose capacity changes. */
interface Target {
  readonly account: AccountId;
  readonly meter: Meter;
}

/** A change of a grant: which one, and when. */
interface GrantChange extends Target {
  readonly grant: Grant;
  readonly now: Instant;
}

/** Adds a grant. The transaction fails if the grant exists. Reads the balances that it affects. */
export async function createGrant(transaction: Transaction, change: GrantChange): Promise<void> {
  const { account, meter, grant, now } = change;
  if (meter.kind === 'slots')
    return addSlots(transaction, { account, meter, period: periodOf(now) }, grant, now);
  if (meter.kind === 'gauge') await endGaugeMonth(account, meter, now);
  const running = await runningOf({ account, meter }, now);
  const { ref, stored, balance } = running;
  const ended = stored?.grants.find((own) => own.grantId === grant.grantId && own.ended);
  if (ended) await reviveInCounter(transaction, change, ended);
  else {
    addToBalance(transaction, ref, stored, balance, grant);
    await passOn(transaction, running, [...balance.grants, grant]);
  }
  if (meter.kind !== 'counter') return;
  const carried = { ...grant, amount: grant.amount + (ended?.amount ?? 0) };
  transaction.update(accountKey(account), {
    set: [`grants.#given_${meter.name} = :given_${meter.name}`],
    when: [`attribute_not_exists(grants.#given_${meter.name})`],
    names: { [`#given_${meter.name}`]: carriedName(meter.name, grant.grantId) },
    values: { [`:given_${meter.name}`]: writeGrant(carried) },
  });
}

/** Reactivates a grant that expired in this period: it keeps its consumed amount and gets the new amount. */
const reviveInCounter = (transaction: Transaction, change: GrantChange, ended: Grant): Promise<number> =>
  changeCounter(transaction, change, ({ grants }) => {
    const { grant } = change;
    const others = grants.filter((own) => own.grantId !== grant.grantId);
    const wasHere = others.length < grants.length;
    return [...others, wasHere ? { ...grant, amount: grant.amount + ended.amount } : grant];
  });

/**
 * Changes a grant's expiry, and adds the amount of the new term to a counter's grant. A negative amount removes at most
 * what remains. Returns the change of a counter's grant.
 */
export async function extendGrant(transaction: Transaction, change: GrantChange): Promise<number> {
  const { account, meter, grant, now } = change;
  const until = grant.expiresAt === null ? 0 : seconds(grant.expiresAt);
  if (meter.kind !== 'counter') {
    transaction.update(keyOf({ account, meter, period: periodOf(now) }), {
      set: ['grants.#grant[2] = :until'],
      when: ['attribute_exists(grants.#grant)'],
      names: { '#grant': grant.grantId },
      values: { ':until': until },
    });
    if (meter.kind === 'slots' && grant.amount > 0)
      await cancelAnnouncement(transaction, account, grant.grantId, now);
    return 0;
  }
  const extend = (balance: Balance): Grant[] =>
    extendGrantOf(balance.used, freeOf(balance), balance.grants, grant);
  const more = await changeCounter(transaction, change, extend);
  await extendCarried(transaction, account, carriedName(meter.name, grant.grantId), more, until);
  return more;
}

// Promise: no concurrent change since it was read.
async function extendCarried(
  transaction: Transaction,
  account: AccountId,
  name: string,
  more: number,
  until: number,
): Promise<void> {
  const known = (await loadAccount(account))?.grants[name];
  if (!known) throw new Error(`${account} has lost its grant ${name}.`);
  const [packType, amount] = known;
  const [attribute, value, seen] = [
    `#${attributeOf(name)}`,
    `:${attributeOf(name)}`,
    `:seen_${attributeOf(name)}`,
  ];
  transaction.update(accountKey(account), {
    set: [`grants.${attribute} = ${value}`],
    when: [`grants.${attribute} = ${seen}`],
    names: { [attribute]: name },
    values: { [value]: [packType, Math.max(0, amount + more), until], [seen]: known },
  });
}

/** Returns a name for an expression: a counter's grants are several in one item. */
const attributeOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '_');

/**
 * Removes a grant. Usage and reservations above the new limit stay, and a counter's grant loses only what was not
 * consumed. No effect if the grant is missing. Returns the change of a counter's grant, zero or negative.
 */
export async function removeGrant(
  transaction: Transaction,
  change: Omit<GrantChange, 'grant'> & { readonly grantId: string },
): Promise<number> {
  const { account, meter, grantId, now } = change;
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  if (meter.kind === 'slots') removeSlots(transaction, ref, await loadSlots(ref), grantId, now);
  if (meter.kind === 'gauge') {
    // A past month must not see a limit that is lowered now.
    await endGaugeMonth(account, meter, now);
    endInGauge(transaction, ref, await loadBalance(ref), grantId);
  }
  if (meter.kind !== 'counter') return 0;
  const more = await changeCounter(transaction, change, (balance) =>
    expireGrantOf(balance.used, freeOf(balance), balance.grants, grantId),
  );
  transaction.update(accountKey(account), {
    remove: [`grants.#ended_${meter.name}`],
    names: { [`#ended_${meter.name}`]: carriedName(meter.name, grantId) },
  });
  return more;
}

/** The current balance: as stored, and as it would be opened. */
interface Running {
  readonly ref: BalanceRef;
  readonly stored: Balance | undefined;
  readonly balance: Balance;
}

/**
 * Returns the balance that a change of a grant affects. While late events may still arrive, also opens the previous
 * period before the change, so that it starts with the earlier grants.
 */
async function runningOf({ account, meter }: Target, now: Instant): Promise<Running> {
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  if (meter.kind === 'counter') await openBefore(ref, now);
  const stored = await loadBalance(ref);
  return { ref, stored, balance: stored ?? (await openingOf(ref)) };
}

// One read on the first day of a month; one write if the previous month was never opened. Promise: opened once.
async function openBefore(running: BalanceRef, now: Instant): Promise<void> {
  const ref = { ...running, period: previousPeriod(running.period) };
  if (isDue(ref.period, now) || (await loadBalance(ref))) return;
  const balance = await openingOf(ref);
  const transaction = new Transaction();
  openWith(transaction, ref, balance, balance.grants);
  await transaction.commit();
}

/**
 * Recomputes the initial grants of the next period, if an early event has opened it, from what the current one leaves
 * after a change. If it is opened concurrently, the close of the current period corrects it.
 */
async function passOn(
  transaction: Transaction,
  { ref, balance }: Running,
  grants: readonly Grant[],
): Promise<void> {
  if (ref.meter.kind !== 'counter') return;
  const nextRef = { ...ref, period: nextPeriod(ref.period) };
  const next = await loadBalance(nextRef);
  if (!next) return;
  const left = carryOver(balance.used, freeOf(balance), grants);
  replaceGrants(transaction, nextRef, next.grants, restartedGrants(next.grants, left));
}

/**
 * Promise: no usage was counted and no grant changed since it was read. Returns how much the grants of the current
 * balance have grown.
 */
async function changeCounter(
  transaction: Transaction,
  { account, meter, now }: Target & { readonly now: Instant },
  change: (balance: Balance) => readonly Grant[],
): Promise<number> {
  const running = await runningOf({ account, meter }, now);
  const { ref, stored, balance } = running;
  const grants = change(balance);
  const more = granted(grants) - granted(balance.grants);
  await passOn(transaction, running, grants);
  if (!stored) openWith(transaction, ref, balance, grants);
  else if (stored.grants.length > 0 && replaceGrants(transaction, ref, stored.grants, grants))
    transaction.update(keyOf(ref), { when: ['used = :used'], values: { ':used': stored.used } });
  return more;
}

/** Parts of transactions that add and remove a grant of one item. */

// Promise: added once. Concurrent usage and reservations do not conflict.
function addToBalance(
  transaction: Transaction,
  ref: BalanceRef,
  stored: Balance | undefined,
  balance: Balance,
  grant: Grant,
): void {
  if (stored) addToMap(transaction, keyOf(ref), 'left', stored.grants.length > 0, grant);
  else openWith(transaction, ref, balance, [...balance.grants, grant]);
}

/** Returns the part that opens a balance with these grants. */
function openWith(
  transaction: Transaction,
  ref: BalanceRef,
  balance: Balance,
  grants: readonly Grant[],
): void {
  const begin = openingPart({ ...balance, grants });
  transaction.update(keyOf(ref), {
    set: ['#left = :left', 'used = :zero', 'rev = :zero', ...begin.set],
    when: ['attribute_not_exists(pk)'],
    names: { '#left': 'left' },
    values: {
      ':left': balance.left + granted(grants) - granted(balance.grants),
      ':zero': 0,
      ...begin.values,
    },
  });
}

/**
 * Replaces the grants that were read, and adjusts the remaining amount. Returns false if they are equal. Promise: no
 * grant was changed concurrently. Concurrent usage does not conflict.
 */
export function replaceGrants(
  transaction: Transaction,
  ref: BalanceRef,
  known: readonly Grant[],
  grants: readonly Grant[],
): boolean {
  if (isDeepStrictEqual(writeGrants(grants), writeGrants(known))) return false;
  const isAsRead =
    known.length > 0 ? 'grants = :known' : '(attribute_not_exists(grants) OR size(grants) = :none)';
  transaction.update(keyOf(ref), {
    set: ['grants = :changed', '#left = #left + :more', 'rev = rev + :one'],
    when: [isAsRead],
    names: { '#left': 'left' },
    values: {
      ':changed': writeGrants(grants),
      ':more': granted(grants) - granted(known),
      ':one': 1,
      ...(known.length > 0 ? { ':known': writeGrants(known) } : { ':none': 0 }),
    },
  });
  return true;
}

function addToMap(
  transaction: Transaction,
  key: Key,
  moved: 'left' | 'limit',
  hasGrants: boolean,
  grant: Grant,
): void {
  const names = { '#moved': moved };
  const raise = '#moved = #moved + :amount';
  const amount = { ':amount': grant.amount };
  transaction.update(
    key,
    hasGrants
      ? {
          set: ['grants.#grant = :grant', raise],
          when: ['attribute_not_exists(grants.#grant)'],
          names: { ...names, '#grant': grant.grantId },
          values: { ':grant': writeGrant(grant), ...amount },
        }
      : {
          set: ['grants = :grants', raise],
          when: ['attribute_exists(pk)', '(attribute_not_exists(grants) OR size(grants) = :none)'],
          names,
          values: { ':grants': writeGrants([grant]), ':none': 0, ...amount },
        },
  );
}

/** Adds a pack's slots. Announced releases are canceled as far as the new limit covers the slots in use. */
async function addSlots(
  transaction: Transaction,
  ref: BalanceRef,
  grant: Grant,
  now: Instant,
): Promise<void> {
  const slots = await loadSlots(ref);
  if (slots.isOpen) {
    addToMap(transaction, keyOf(ref), 'limit', slots.grants.length > 0, grant);
    if (slots.graces.length > 0)
      transaction.update(
        keyOf(ref),
        gracesPart(ref.account, slots, gracesAfterPurchase(slots, grant.amount, now)),
      );
    return;
  }
  transaction.update(keyOf(ref), {
    set: ['grants = :grants', '#limit = :limit', 'slots = :empty'],
    when: ['attribute_not_exists(pk)'],
    names: { '#limit': 'limit' },
    values: { ':grants': writeGrants([grant]), ':limit': ref.meter.free + grant.amount, ':empty': {} },
  });
}

/** Removes a pack's slots. Announces the slots in use above the new limit, which get a grace period of their own. */
function removeSlots(
  transaction: Transaction,
  ref: BalanceRef,
  slots: Slots,
  grantId: string,
  now: Instant,
): void {
  const grant = slots.grants.find((own) => own.grantId === grantId);
  if (!grant) return;
  const { amount } = grant;
  const graces = gracesAfterLoss(slots, { cause: grantId, amount, atEnd: false }, now);
  transaction.update(keyOf(ref), {
    set: ['#limit = #limit - :amount'],
    remove: ['grants.#grant'],
    when: ['attribute_exists(grants.#grant)'],
    names: { '#limit': 'limit', '#grant': grantId },
    values: { ':amount': amount },
  });
  transaction.update(keyOf(ref), gracesPart(ref.account, slots, graces));
}

// Promise: usage above the new limit that was confirmed counts as overage.
function endInGauge(
  transaction: Transaction,
  ref: BalanceRef,
  balance: Balance | undefined,
  grantId: string,
): void {
  const grant = balance?.grants.find((own) => own.grantId === grantId);
  if (!balance || !grant) return;
  const beyond = balance.used - (limitOf(balance) - grant.amount);
  const peak = balance.overage && Math.max(balance.overage.peak, beyond);
  transaction.update(keyOf(ref), {
    set: ['#left = #left - :amount', ...(peak === null ? [] : ['overage.peak = :peak'])],
    remove: ['grants.#grant'],
    when: [
      'attribute_exists(grants.#grant)',
      ...(peak === null ? ['attribute_not_exists(overage)'] : ['used = :used']),
    ],
    names: { '#left': 'left', '#grant': grantId },
    values: { ':amount': grant.amount, ...(peak === null ? {} : { ':peak': peak, ':used': balance.used }) },
  });
}
