import type { DomainEvent } from '../domain/events.ts';
import { EXCEEDED_PERCENT, type Rise, risesOf } from '../domain/notifications/alerts.ts';
import type { Instant } from '../domain/time.ts';
import type { BalanceRef } from '../store/balances/balances.ts';
import { fireAlert, rearmAlert } from '../store/notifications/alerts.ts';
import { findNote } from '../store/notifications/notifications.ts';
import type { Change } from '../store/stream/changes.ts';
import { isUseChange, quotasIn } from './deriving.ts';

/**
 * Leaves out the quota alerts of a threshold that use has not been clearly below since the last one. The others get
 * the time at which they were first decided, so that a replay publishes the same event. `position` orders the records
 * of one balance, which must come here one after another.
 */
export async function dampAlerts(
  change: Change,
  events: readonly DomainEvent[],
  position: string,
  now: Instant,
): Promise<DomainEvent[]> {
  if (!isUseChange(change)) return [...events];
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
    // Without a rise it is about something else: a month's end asks for a confirmation whatever was alerted before.
    if (!rises.some((rise) => rise.isReached && rise.percent === percent)) return [event];
    const at = percent === null ? undefined : firedAt.get(percent);
    return at === undefined ? [] : [{ ...event, at }];
  });
}

/** The threshold that an event is about, in percent of the limit; null for events about something else. */
function percentOf({ type }: DomainEvent, warnAtPercent: number): number | null {
  if (type === 'quota.warning') return warnAtPercent;
  return type === 'quota.exceeded' || type === 'overage.confirmation-required' ? EXCEEDED_PERCENT : null;
}

/** When the rise was first decided to alert; undefined when it does not. */
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
  // Its notification was kept before any later record of the balance was read.
  return alerting.kind === 'superseded' ? (await findNote(ref.account, alert.id))?.at : undefined;
}
