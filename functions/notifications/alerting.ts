import type { DomainEvent } from '../domain/events.ts';
import { EXCEEDED_PERCENT, type Rise, risesOf } from '../domain/notifications/alerts.ts';
import type { Instant } from '../domain/time.ts';
import type { BalanceRef } from '../store/balances/balances.ts';
import { fireAlert, rearmAlert } from '../store/notifications/alerts.ts';
import { findNotification } from '../store/notifications/notifications.ts';
import type { Change } from '../store/stream/changes.ts';
import { isQuotaChange, quotasIn } from './deriving.ts';

/**
 * Removes quota alerts whose threshold was alerted before and has not been clearly undershot since. The other alerts
 * get the time at which they were first decided, so that a replay publishes identical events. `position` orders the
 * records of one balance; call in that order.
 */
export async function dampAlerts(
  change: Change,
  events: readonly DomainEvent[],
  position: string,
  now: Instant,
): Promise<DomainEvent[]> {
  if (!isQuotaChange(change)) return [...events];
  const { account, meter, period } = change;
  const [before, after] = quotasIn(change, now);
  const firedAt = new Map<number, Instant>();
  const rises = risesOf(meter, before, after);
  for (const rise of rises) {
    const alert = events.find((event) => percentOf(event, meter.warnAtPercent) === rise.percent);
    const at = await decide({ account, meter, period }, rise, alert, position, now);
    if (at !== undefined) firedAt.set(rise.percent, at);
  }
  return events.flatMap((event) => {
    const percent = percentOf(event, meter.warnAtPercent);
    // An event without a rise is not a threshold alert: the end of a month asks for a confirmation after any earlier
    // alert.
    if (!rises.some((rise) => rise.isReached && rise.percent === percent)) return [event];
    const at = percent === null ? undefined : firedAt.get(percent);
    return at === undefined ? [] : [{ ...event, at }];
  });
}

/** Returns the threshold of an event in percent of the limit; null for events that are no threshold alerts. */
function percentOf({ type }: DomainEvent, warnAtPercent: number): number | null {
  if (type === 'quota.warning') return warnAtPercent;
  return type === 'quota.exceeded' || type === 'overage.confirmation-required' ? EXCEEDED_PERCENT : null;
}

/** Returns when this rise was first decided to alert; undefined if it does not alert. */
async function decide(
  ref: BalanceRef,
  { percent, isReached, isFromLow }: Rise,
  alert: DomainEvent | undefined,
  position: string,
  now: Instant,
): Promise<Instant | undefined> {
  if (!isReached || !alert) {
    await rearmAlert({ ...ref, percent }, position);
    return undefined;
  }
  const alerting = await fireAlert({ ...ref, percent }, position, isFromLow, now);
  if (alerting.kind === 'fired') return alerting.at;
  // A later record of the balance was read only after this alert's notification was stored.
  return alerting.kind === 'superseded' ? (await findNotification(ref.account, alert.id))?.at : undefined;
}
