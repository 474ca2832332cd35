import { isDeepStrictEqual } from 'node:util';
import type { AccountId } from '../../domain/accounts.ts';
import { type Balance, freeOf, limitOf } from '../../domain/metering/balances.ts';
import {
  beginAgain,
  carryOver,
  endGrantOf,
  extendGrantOf,
  type Grant,
  granted,
} from '../../domain/metering/grants.ts';
import type { Meter } from '../../domain/meters.ts';
import { isDue, nextPeriod, periodOf, previousPeriod } from '../../domain/periods.ts';
import { gracesAfterLoss, gracesAfterPurchase } from '../../domain/slots/graces.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import { type Instant, seconds } from '../../domain/time.ts';
import { carriedName, loadAccount } from '../accounts/accounts.ts';
import { type BalanceRef, keyOf, loadBalance, loadSlots } from '../balances/balances.ts';
import { openingOf, openingPart } from '../balances/opening.ts';
import { accountKey, type Key } from '../keys.ts';
import { endGaugeMonth } from '../overage/gauge-month.ts';
import { gracesPart, keepSlots } from '../slots/slots.ts';
import { writeGrant, writeGrants } from '../table/items.ts';
import { Transaction } from '../table/transaction.ts';

/**
 * How packs reach balances: as parts of a transaction, together with the purchase that they belong to. Whoever
 * changes what a balance begins with opens it, so that nobody opens it with what is known from before.
 */

/** Whose capacity of what is changed. */
interface Target {
  readonly account: AccountId;
  readonly meter: Meter;
}

/** What a change of a grant needs to know: which one, and the time. */
interface GrantChange extends Target {
  readonly grant: Grant;
  readonly now: Instant;
}

/** Adds capacity. Refused when the grant is there already. Reads the balances that it goes to. */
export async function giveGrant(transaction: Transaction, change: GrantChange): Promise<void> {
  const { account, meter, grant, now } = change;
  if (meter.kind === 'slots')
    return giveSlots(transaction, { account, meter, period: periodOf(now) }, grant, now);
  if (meter.kind === 'gauge') await endGaugeMonth(account, meter, now);
  const running = await runningOf({ account, meter }, now);
  const { ref, stored, balance } = running;
  const ended = stored?.grants.find((own) => own.grantId === grant.grantId && own.ended);
  if (ended) await reviveInCounter(transaction, change, ended);
  else {
    giveToBalance(transaction, ref, stored, balance, grant);
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

/** A grant that has ended in this very period begins again: what was burnt of it stays burnt, and it has that much more. */
const reviveInCounter = (transaction: Transaction, change: GrantChange, ended: Grant): Promise<number> =>
  changeCounter(transaction, change, ({ grants }) => {
    const { grant } = change;
    const others = grants.filter((own) => own.grantId !== grant.grantId);
    const wasHere = others.length < grants.length;
    return [...others, wasHere ? { ...grant, amount: grant.amount + ended.amount } : grant];
  });

/**
 * Moves a grant's end, and adds to a counter's grant what the new term brings (or takes away, when it is negative:
 * never more than is left). Answers by how much a counter's grant has grown.
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
    if (meter.kind === 'slots' && grant.amount > 0) await keepSlots(transaction, account, grant.grantId, now);
    return 0;
  }
  const extend = (balance: Balance): Grant[] =>
    extendGrantOf(balance.used, freeOf(balance), balance.grants, grant);
  const more = await changeCounter(transaction, change, extend);
  await extendCarried(transaction, account, carriedName(meter.name, grant.grantId), more, until);
  return more;
}

// Promise: nobody else moved it since it was read.
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

/** A name within an expression: of a grant of a counter, which is one of several in one item. */
const attributeOf = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '_');

/**
 * Takes capacity back. What is stored or held beyond the new limit stays; of a counter's grant only what was not
 * burnt goes. Nothing happens to a grant that is gone. Answers by how much a counter's grant has grown: less than nothing.
 */
export async function endGrant(
  transaction: Transaction,
  change: Omit<GrantChange, 'grant'> & { readonly grantId: string },
): Promise<number> {
  const { account, meter, grantId, now } = change;
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  if (meter.kind === 'slots') endSlots(transaction, ref, await loadSlots(ref), grantId, now);
  if (meter.kind === 'gauge') {
    // A month that is over knows nothing of a limit that falls now.
    await endGaugeMonth(account, meter, now);
    endInGauge(transaction, ref, await loadBalance(ref), grantId);
  }
  if (meter.kind !== 'counter') return 0;
  const more = await changeCounter(transaction, change, (balance) =>
    endGrantOf(balance.used, freeOf(balance), balance.grants, grantId),
  );
  transaction.update(accountKey(account), {
    remove: [`grants.#ended_${meter.name}`],
    names: { [`#ended_${meter.name}`]: carriedName(meter.name, grantId) },
  });
  return more;
}

/** The running balance: as it is stored, and as it would be opened. */
interface Running {
  readonly ref: BalanceRef;
  readonly stored: Balance | undefined;
  readonly balance: Balance;
}

/**
 * The balance that a change of a grant goes to. Whoever changes what a counter's period begins with opens the one
 * before, too, while late events may still come: it begins with what there was before the change.
 */
async function runningOf({ account, meter }: Target, now: Instant): Promise<Running> {
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  if (meter.kind === 'counter') await openBefore(ref, now);
  const stored = await loadBalance(ref);
  return { ref, stored, balance: stored ?? (await openingOf(ref)) };
}

// One read in a month's first day; one write when the month before was never touched. Promise: opened once.
async function openBefore(running: BalanceRef, now: Instant): Promise<void> {
  const ref = { ...running, period: previousPeriod(running.period) };
  if (isDue(ref.period, now) || (await loadBalance(ref))) return;
  const balance = await openingOf(ref);
  const transaction = new Transaction();
  openWith(transaction, ref, balance, balance.grants);
  await transaction.commit();
}

/**
 * Has the next period, if an early event has begun it, begin again with what the running one leaves after a change.
 * If it is begun at this moment, the close of the running one corrects it.
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
  replaceGrants(transaction, nextRef, next.grants, beginAgain(next.grants, left));
}

/**
 * Promise: nothing was used and no other grant came or went since it was read. Answers by how much the grants of the
 * running balance have grown.
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

/** What giving and ending a grant does to one item, as a part of a transaction. */

// Promise: given once, and whoever uses or reserves meanwhile does not matter.
export function giveToBalance(
  transaction: Transaction,
  ref: BalanceRef,
  stored: Balance | undefined,
  balance: Balance,
  grant: Grant,
): void {
  if (stored) addToMap(transaction, keyOf(ref), 'left', stored.grants.length > 0, grant);
  else openWith(transaction, ref, balance, [...balance.grants, grant]);
}

/** A balance that was never touched, with these grants. */
export function openWith(
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
 * Puts other grants in the place of those that were read, and moves what is left with them. False when they are equal.
 * Promise: no grant came, went or changed there meanwhile. What is used there does not matter.
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

/** Adds a pack's slots. Slots that are beyond the limit then lose their release as far as the new limit covers them. */
export async function giveSlots(
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

/** Takes a pack's slots. What is held beyond the new limit is announced now and has a grace of its own. */
export function endSlots(
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

// Promise: what is beyond the limit from now on, and was confirmed, is counted as beyond it.
export function endInGauge(
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
