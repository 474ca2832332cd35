import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import {
  type Balance,
  openReservations,
  overageAt,
  overLimit,
  withPeak,
} from '../../domain/metering/balances.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Overage, overageAllowance, withdraw } from '../../domain/overage/overage.ts';
import { checkQuote, planConfirmation, type Quote } from '../../domain/overage/quotes.ts';
import { periodOf } from '../../domain/periods.ts';
import { DAY, type Instant, plus, seconds } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { type BalanceRef, keyOf, loadBalance, openingOf, openingPart } from '../balances/balances.ts';
import { quoteKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { writeOverage } from '../table/items.ts';
import { Transaction } from '../table/transaction.ts';
import { endGaugeMonth } from './gauge-month.ts';

/** Saves a quote and returns the stored one. A repeated request returns the first. One write, 1 WRU. */
export async function saveQuote(quote: Quote): Promise<Quote> {
  const tried = await conditionalWrite<{ quote: Quote }>({
    key: quoteKey(quote.account, quote.quoteId),
    update: 'SET #quote = :quote, expiresAt = :ttl',
    when: ['attribute_not_exists(pk)'],
    names: { '#quote': 'quote' },
    values: { ':quote': quote, ':ttl': seconds(plus(quote.expiresAt, 40 * DAY)) },
  });
  return tried.item?.quote ?? quote;
}

/** Loads a quote. Throws `not-found`. One consistent read. */
export async function requireQuote(account: AccountId, quoteId: string): Promise<Quote> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: quoteKey(account, quoteId), ConsistentRead: true }),
  );
  if (!Item) throw new ApiError('not-found', `There is no quote ${quoteId} of ${account}.`);
  return Item.quote as Quote;
}

/**
 * Confirms a quote, once. From this write on, usage may exceed the limit by its amount. One transaction, on condition
 * that nobody else confirmed the quote and that the balance's confirmed overage is unchanged since it was read.
 */
export async function confirmOverage(
  quote: Quote,
  meter: Meter,
  operation: string,
  by: string,
  now: Instant,
): Promise<Overage> {
  const { account, quoteId } = quote;
  const ref: BalanceRef = { account, meter, period: periodOf(now) };
  if (meter.kind === 'gauge') await endGaugeMonth(account, meter, now);
  return retryOnConflict(async () => {
    const [current, stored] = await Promise.all([requireQuote(account, quoteId), loadBalance(ref)]);
    checkQuote(current, operation, now);
    if (current.confirmedBy === operation && stored?.overage) return stored.overage;
    const balance = stored ?? (await openingOf(ref));
    const plan = planConfirmation(quote, overageAt(meter, balance, now), now);
    const overage = withPeak(meter, plan, balance);
    const transaction = new Transaction()
      .update(quoteKey(account, quoteId), {
        set: ['#quote.confirmedBy = :operation'],
        when: ['#quote.confirmedBy = :nobody'],
        names: { '#quote': 'quote' },
        values: { ':operation': operation, ':nobody': null },
      })
      .update(keyOf(ref), overagePart(stored, balance, overage));
    addAudit(transaction, {
      id: `${quoteId}.confirmed`,
      at: now,
      by,
      action: 'overage.confirmed',
      account,
      target: meter.name,
      reason: null,
      detail: { quoteId, amount: quote.amount, unitPrice: quote.unitPrice },
    });
    return (await transaction.commit()) ? overage : RETRY;
  });
}

function overagePart(stored: Balance | undefined, balance: Balance, overage: Overage) {
  const more = overageAllowance(overage) - overageAllowance(balance.overage);
  const begin = stored ? { set: [], values: {} } : openingPart(balance);
  return {
    set: stored
      ? ['overage = :overage', '#left = #left + :more']
      : ['overage = :overage', '#left = :left', 'used = :zero', 'rev = :zero', ...begin.set],
    when: stored
      ? [
          balance.overage ? 'overage = :known' : 'attribute_not_exists(overage)',
          'attribute_not_exists(closed)',
          'used = :used',
        ]
      : ['attribute_not_exists(pk)'],
    names: { '#left': 'left' },
    values: {
      ':overage': writeOverage(overage),
      ...(stored
        ? {
            ':more': more,
            ':used': balance.used,
            ...(balance.overage ? { ':known': writeOverage(balance.overage) } : {}),
          }
        : { ':left': balance.left + more, ':zero': 0, ...begin.values }),
    },
  };
}

/**
 * Withdraws a meter's confirmed overage, except what is in use above the limit and what open reservations may still
 * use. Returns the rest; null if there is none. One transaction.
 */
export async function withdrawOverage(ref: BalanceRef, by: string, now: Instant): Promise<Overage | null> {
  if (ref.meter.kind === 'gauge') await endGaugeMonth(ref.account, ref.meter, now);
  return retryOnConflict(async () => {
    const balance = await loadBalance(ref);
    if (!balance?.overage) return null;
    // Expired reservations keep nothing. Open ones keep what they may still use, and nobody else can use it.
    const stays = withdraw(balance.overage, overLimit(balance), openReservations(balance, now));
    const isGone = stays.tranches.length === 0 && !stays.pledge;
    const transaction = new Transaction().update(keyOf(ref), {
      set: [...(isGone ? [] : ['overage = :stays']), '#left = #left - :less', 'rev = rev + :one'],
      remove: isGone ? ['overage'] : [],
      when: ['overage = :known', '#left = :seen', 'used = :used'],
      names: { '#left': 'left' },
      values: {
        ':one': 1,
        ':less': overageAllowance(balance.overage) - overageAllowance(stays),
        ':known': writeOverage(balance.overage),
        ':seen': balance.left,
        ':used': balance.used,
        ...(isGone ? {} : { ':stays': writeOverage(stays) }),
      },
    });
    addAudit(transaction, {
      id: `${ref.meter.name}.withdrawn`,
      at: now,
      by,
      action: 'overage.withdrawn',
      account: ref.account,
      target: ref.meter.name,
      reason: null,
      detail: { stays: overageAllowance(stays) },
    });
    if (!(await transaction.commit())) return RETRY;
    return isGone ? null : stays;
  });
}
