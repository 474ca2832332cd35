import type { AccountId } from '../domain/accounts.ts';
import { type Balance, freeOf } from '../domain/balances.ts';
import { endGrantOf, extendGrantOf, type Grant, granted } from '../domain/grants.ts';
import type { Meter } from '../domain/meters.ts';
import { nextPeriod, periodOf } from '../domain/periods.ts';
import { type Instant, seconds } from '../domain/time.ts';
import { carriedName, loadAccount } from './accounts.ts';
import { type BalanceRef, keyOf, loadBalance, loadSlots } from './balances.ts';
import { endGaugeMonth } from './gauge-month.ts';
import { endInGauge, endSlots, giveSlots, giveToBalance, openWith } from './grant-parts.ts';
import { writeGrant, writeGrants } from './items.ts';
import { accountKey } from './keys.ts';
import { openingOf } from './opening.ts';
import { keepSlots } from './slots-beyond.ts';
import type { Transaction } from './transaction.ts';

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
  const balances = await balancesAt({ account, meter }, now);
  const ended = balances[0]?.stored?.grants.find((own) => own.grantId === grant.grantId && own.ended);
  if (ended) await reviveInCounter(transaction, change, ended);
  else
    for (const { ref, stored } of balances)
      giveToBalance(transaction, ref, stored, stored ?? (await openingOf(ref)), grant);
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

/** The running balance and, for a counter at the turn of a period, the next one, if an early event has opened it. */
async function balancesAt({ account, meter }: Target, now: Instant) {
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  const running = { ref, stored: await loadBalance(ref) };
  if (meter.kind !== 'counter') return [running];
  const nextRef = { ...ref, period: nextPeriod(ref.period) };
  const stored = await loadBalance(nextRef);
  return stored ? [running, { ref: nextRef, stored }] : [running];
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
  const moves: number[] = [];
  for (const { ref, stored } of await balancesAt({ account, meter }, now)) {
    const balance = stored ?? (await openingOf(ref));
    const grants = change(balance);
    moves.push(granted(grants) - granted(balance.grants));
    if (!stored) {
      openWith(transaction, ref, balance, grants);
      continue;
    }
    if (stored.grants.length === 0) continue;
    transaction.update(keyOf(ref), {
      set: ['grants = :changed', '#left = #left + :more'],
      when: ['used = :used', 'grants = :known'],
      names: { '#left': 'left' },
      values: {
        ':changed': writeGrants(grants),
        ':more': granted(grants) - granted(stored.grants),
        ':used': stored.used,
        ':known': writeGrants(stored.grants),
      },
    });
  }
  return moves[0] ?? 0;
}
