import { DAY, type Instant, plus, seconds } from '../../domain/time.ts';
import type { BalanceRef } from '../balances/balances.ts';
import { alertKey } from '../keys.ts';
import { conditionalWrite } from '../table/conditional-write.ts';

/**
 * How long the alert of a counter is stored after its period: longer than any correction or replay of a record takes.
 */
const RETENTION = 90 * DAY;

/** Identifies the alert of one threshold of a balance. */
export interface AlertRef extends BalanceRef {
  readonly percent: number;
}

/** The last alert, and the first rise from below the re-arm mark after it. Both are positions in the stream. */
interface AlertItem {
  readonly fired: string;
  readonly firedAt: Instant;
  readonly rearmed?: string;
}

export type Alerting =
  /** The record alerts. `at` is when that was first decided. */
  | { readonly kind: 'fired'; readonly at: Instant }
  | { readonly kind: 'damped' }
  /** A replay: a later record has alerted since. Whether this one did, its notification says. */
  | { readonly kind: 'superseded' };

/**
 * Decides whether the record at `position` of the stream, in which use reached the threshold, alerts. It does if use
 * was below the re-arm mark since the last alert. A replay gets the same decision. One write, 1 WRU.
 */
export async function fireAlert(
  ref: AlertRef,
  position: string,
  isFromLow: boolean,
  now: Instant,
): Promise<Alerting> {
  const isRearmed = isFromLow ? '' : ' AND rearmed > fired AND rearmed < :here';
  const ends = ref.meter.kind === 'counter' ? seconds(plus(ref.period.end, RETENTION)) : null;
  const { kind, item } = await conditionalWrite<AlertItem>({
    key: alertKey(ref.account, ref.meter, ref.period, ref.percent),
    update: `SET fired = :here, firedAt = :now${ends === null ? '' : ', expiresAt = :ttl'}`,
    when: [`(attribute_not_exists(pk) OR (fired < :here${isRearmed}))`],
    values: { ':here': position, ':now': now, ...(ends === null ? {} : { ':ttl': ends }) },
  });
  if (kind === 'done' || !item) return { kind: 'fired', at: now };
  if (item.fired === position) return { kind: 'fired', at: item.firedAt };
  return { kind: item.fired > position ? 'superseded' : 'damped' };
}

/** Lets the threshold alert again. Does nothing if it has not alerted or is re-armed already. One write, 1 WRU. */
export async function rearmAlert(ref: AlertRef, position: string): Promise<void> {
  await conditionalWrite({
    key: alertKey(ref.account, ref.meter, ref.period, ref.percent),
    update: 'SET rearmed = :here',
    when: ['fired < :here', '(attribute_not_exists(rearmed) OR rearmed < fired)'],
    values: { ':here': position },
  });
}
