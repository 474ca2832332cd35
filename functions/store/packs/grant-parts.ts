import { isDeepStrictEqual } from 'node:util';
import { type Balance, limitOf } from '../../domain/metering/balances.ts';
import { type Grant, granted } from '../../domain/metering/grants.ts';
import { gracesAfterLoss, gracesAfterPurchase } from '../../domain/slots/graces.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import type { Instant } from '../../domain/time.ts';
import { type BalanceRef, keyOf, loadSlots } from '../balances/balances.ts';
import { openingPart } from '../balances/opening.ts';
import type { Key } from '../keys.ts';
import { gracesPart } from '../slots/slots-beyond.ts';
import { writeGrant, writeGrants } from '../table/items.ts';
import type { Transaction } from '../table/transaction.ts';

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
