import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import { overageCharge } from '../../domain/charges/overage-charges.ts';
import {
  type Balance,
  hasEndedOverage,
  openReservations,
  overLimit,
} from '../../domain/metering/balances.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Overage, overageAllowance, withdraw } from '../../domain/overage/overage.ts';
import { periodOf, periodOfDay } from '../../domain/periods.ts';
import { HOUR, type Instant, plus } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { keyOf, loadBalance } from '../balances/balances.ts';
import { addCharge } from '../charges/charges.ts';
import { dueAttributes } from '../keys.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { writeOverage } from '../table/items.ts';
import { Transaction } from '../table/transaction.ts';

/** How long after the expiry of the last reservation its object's event may still arrive. */
const LATE_EVENTS = HOUR;

/**
 * Ends the confirmed overage of a gauge's past month. Only reservations that were open at the month's end can still use
 * it. Once the last of these has expired, charges the peak that was stored under the confirmation. Every change of the
 * balance after the month's end calls this first, so the result does not depend on when the schedule runs. Idempotent.
 * One read if there is nothing to do.
 */
export async function endGaugeMonth(account: AccountId, meter: Meter, now: Instant): Promise<void> {
  const ref = { account, meter, period: periodOf(now) };
  await retryOnConflict(async () => {
    const balance = await loadBalance(ref);
    if (!balance) return true;
    const { overage, endedOverage } = balance;
    if (overage && hasEndedOverage(meter, balance, now)) {
      const transaction = new Transaction();
      if (endedOverage) addEnd(transaction, account, meter, endedOverage, now);
      endMonth(transaction, account, meter, { ...balance, overage }, now);
      return (await transaction.commit()) || RETRY;
    }
    if (!endedOverage || now < chargeableFrom(endedOverage)) return true;
    const transaction = new Transaction().update(keyOf(ref), {
      remove: ['endedOverage', 'dueShard', 'dueAt'],
      when: ['endedOverage = :ended'],
      values: { ':ended': writeOverage(endedOverage) },
    });
    addEnd(transaction, account, meter, endedOverage, now);
    return (await transaction.commit()) || RETRY;
  });
}

// Promise: nothing was stored or reserved since the balance was read. Later writers find no capacity.
function endMonth(
  transaction: Transaction,
  account: AccountId,
  meter: Meter,
  balance: Balance & { readonly overage: Overage },
  now: Instant,
): void {
  const { overage, endedOverage, used, left } = balance;
  const { end } = periodOfDay(overage.period);
  const ended = withdraw(overage, overLimit(balance), openReservations(balance, end));
  const from = chargeableFrom(ended);
  const waits = now < from;
  const due = dueAttributes(account, from, 'overage');
  if (!waits) addEnd(transaction, account, meter, ended, now);
  transaction.update(keyOf({ account, meter, period: periodOf(now) }), {
    set: [
      '#left = #left - :room',
      ...(waits ? ['endedOverage = :next', 'dueShard = :shard', 'dueAt = :due'] : []),
    ],
    remove: ['overage', ...(waits ? [] : ['endedOverage', 'dueShard', 'dueAt'])],
    when: [
      'overage = :overage',
      'used = :used',
      '#left = :seen',
      endedOverage ? 'endedOverage = :known' : 'attribute_not_exists(endedOverage)',
    ],
    names: { '#left': 'left' },
    values: {
      ':room': overageAllowance(overage),
      ':overage': writeOverage(overage),
      ':used': used,
      ':seen': left,
      ...(endedOverage ? { ':known': writeOverage(endedOverage) } : {}),
      ...(waits ? { ':next': writeOverage(ended), ':shard': due.dueShard, ':due': due.dueAt } : {}),
    },
  });
}

/** Returns when the last reservation of the past month can have no further effect: the month's end if there is none. */
const chargeableFrom = ({ period, pledge }: Overage): Instant =>
  pledge ? plus(pledge.until, LATE_EVENTS) : periodOfDay(period).end;

/** Adds the month's single charge, with an id derived from the month, and the audit line with the peak. */
function addEnd(
  transaction: Transaction,
  account: AccountId,
  meter: Meter,
  ended: Overage,
  now: Instant,
): void {
  const charge = chargeOfMonth(account, meter, ended, now);
  if (charge) addCharge(transaction, charge);
  addAudit(transaction, {
    id: `${meter.name}.${ended.period}.ended`,
    at: periodOfDay(ended.period).end,
    by: 'schedule',
    action: 'overage.ended',
    account,
    target: `${meter.name} ${ended.period}`,
    reason: null,
    detail: { beyond: ended.peak, amount: charge?.amount ?? null },
  });
}

const chargeOfMonth = (account: AccountId, meter: Meter, ended: Overage, now: Instant): Charge | null =>
  overageCharge(account, meter, periodOfDay(ended.period), ended, ended.peak, now);
