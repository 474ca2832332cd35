import { type Adjustment, adjustBy } from '../../domain/charges/adjustments.ts';
import type { RefundedCharge } from '../../domain/charges/period-money.ts';
import { ApiError } from '../../domain/errors.ts';
import { idOf, type Operation } from '../../domain/ids.ts';
import { type Correction, type CorrectionStep, withStep } from '../../domain/metering/corrections.ts';
import { type Period, periodOfDay } from '../../domain/periods.ts';
import { hourOf, type Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { type BalanceRef, keyOf, loadBalance } from '../balances/balances.ts';
import { loadAdjustment, saveAdjustments } from '../charges/adjustments.ts';
import { chargesOfPeriod } from '../charges/period-charges.ts';
import { chargeKey, correctionKey } from '../keys.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { saveRecord, type Versioned } from '../table/versioned.ts';
import { type EventRef, loadCorrection } from './corrected.ts';
import { findCounted } from './history.ts';
import { correctSums } from './usage-sums.ts';

/** A requested correction: the new amount, by whom and why. */
export interface Amendment {
  /** The new amount of the event, in the meter's unit; 0 cancels it. */
  readonly amount: number;
  readonly reason: string;
  readonly by: string;
  readonly operation: Operation;
  readonly now: Instant;
}

export interface Corrected {
  readonly correctionId: string;
  readonly period: Period;
  readonly step: Pick<CorrectionStep, 'before' | 'after' | 'closed' | 'effect'>;
  /** False if the event had that amount already. */
  readonly changed: boolean;
}

/**
 * Corrects the amount of one counted event, once per operation. Returns null if the event was never counted. One
 * transaction, on condition that the correction is unchanged since it was read: changes the balance of an open period
 * by the difference, or the pending adjustment of a closed one. Concurrent corrections are serialized.
 */
export async function correctUsage(event: EventRef, amendment: Amendment): Promise<Corrected | null> {
  const { operation, now } = amendment;
  const correctionId = idOf('cor', operation.begunAt, operation.id);
  return retryOnConflict(async () => {
    const stored = await correctionOf(event, now);
    if (!stored) return null;
    const period = periodOfDay(stored.value.period);
    const done = stored.value.history.find((step) => step.operation === correctionId);
    if (done) return { correctionId, period, step: done, changed: true };
    const ref = { account: event.account, meter: event.meter, period };
    const closed = (await loadBalance(ref))?.closed ?? false;
    if (stored.value.amount === amendment.amount) {
      const step = { before: amendment.amount, after: amendment.amount, closed, effect: 0 };
      return { correctionId, period, step, changed: false };
    }
    const step = await apply(ref, stored, amendment, correctionId);
    return step === RETRY ? RETRY : { correctionId, period, step, changed: true };
  });
}

/** Loads the event's correction, or creates its initial one. */
async function correctionOf(event: EventRef, now: Instant): Promise<Versioned<Correction> | undefined> {
  const { account, meter, source, id, at } = event;
  const stored = await loadCorrection(event);
  if (stored) return stored;
  const counted = await findCounted(account, meter, event, now);
  if (!counted) return undefined;
  // The request may name another time than the counted event. The event has a single correction, in the hour in which
  // it was counted.
  const { amount, period, at: time } = counted;
  const known = time === at ? undefined : await loadCorrection({ ...event, at: time });
  if (known) return known;
  const value = { meter: meter.name, source, id, time, period: period.day, original: amount, amount };
  return { value: { ...value, moved: 0, history: [] }, version: 0 };
}

async function apply(
  ref: BalanceRef,
  stored: Versioned<Correction>,
  amendment: Amendment,
  correctionId: string,
): Promise<CorrectionStep | typeof RETRY> {
  const { amount, reason, by, now } = amendment;
  const { value: known, version } = stored;
  const transaction = new Transaction();
  const moved = await moveWhatFollows(transaction, ref, amount - known.amount, now);
  const step = {
    operation: correctionId,
    before: known.amount,
    after: amount,
    ...moved,
    by,
    at: now,
    reason,
  };
  const time = hourOf(known.time);
  const key = correctionKey(ref.account, known.meter, time, known.source, known.id);
  saveRecord(transaction, key, { value: withStep(known, step), version });
  correctSums(transaction, ref, known.time, amount - known.amount);
  addAudit(transaction, {
    id: `${correctionId}.made`,
    at: now,
    by,
    action: 'usage.corrected',
    account: ref.account,
    target: `${known.meter} ${known.source} ${known.id}`,
    reason,
    detail: { before: known.amount, after: amount, period: known.period, ...moved },
  });
  return (await transaction.commit()) ? step : RETRY;
}

/** Adjusts the money of a closed period, or the balance of an open one on condition that it is open and stays exact. */
async function moveWhatFollows(
  transaction: Transaction,
  ref: BalanceRef,
  by: number,
  now: Instant,
): Promise<Pick<CorrectionStep, 'closed' | 'effect'>> {
  const balance = await loadBalance(ref);
  if (!balance) throw new Error(`The balance of an event that ${ref.account} has counted is gone.`);
  if (balance.closed) {
    const { value: known, version } = await loadAdjustment(ref);
    if (!Number.isSafeInteger(balance.used + known.difference + by)) throw tooMuch();
    const charges = await unpaidCharges(transaction, ref, known);
    const value = adjustBy(known, balance, charges, by);
    saveAdjustments(transaction, ref.account, [{ value, version }], now);
    return { closed: true, effect: value.pending - known.pending };
  }
  if (!Number.isSafeInteger(balance.used + by)) throw tooMuch();
  transaction.update(keyOf(ref), {
    // Increments the revision, so that a concurrent close fails and reads again.
    set: ['used = used + :by', '#left = #left - :by', 'rev = rev + :one'],
    when: ['attribute_not_exists(closed)', 'rev = :rev'],
    names: { '#left': 'left' },
    values: { ':by': by, ':one': 1, ':rev': balance.revision },
  });
  return { closed: false, effect: 0 };
}

/** Loads the charges for the period's usage, with their refunds. Promise: they are unchanged since they were read. */
async function unpaidCharges(
  transaction: Transaction,
  { account }: BalanceRef,
  adjustment: Adjustment,
): Promise<RefundedCharge[]> {
  const charges = await chargesOfPeriod(account, adjustment);
  for (const { stored } of charges)
    transaction.check(chargeKey(account, stored.value.chargeId), {
      when: ['rev = :charge'],
      values: { ':charge': stored.version },
    });
  return charges.map(({ stored, refunds }) => ({ charge: stored.value, refunds }));
}

const tooMuch = (): ApiError =>
  new ApiError('validation-failed', 'The usage of the period would exceed 2^53 - 1. Send a smaller amount.', {
    errors: [{ path: '/amount', detail: 'The total would exceed 2^53 - 1.' }],
  });
