import { afterTimeout, type Circuit, CLOSED } from '../../domain/notifications/circuits.ts';
import type { Endpoint, WebhookOwner } from '../../domain/notifications/deliveries.ts';
import type { Instant } from '../../domain/time.ts';
import { endpointKey } from '../keys.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';

/** The circuit breaker's part of an endpoint's item. Absent while the endpoint responds. */
export interface CircuitItem {
  readonly timeouts?: number;
  readonly openUntil?: Instant;
}

export const readCircuit = ({ timeouts, openUntil }: CircuitItem): Circuit => ({
  timeouts: timeouts ?? CLOSED.timeouts,
  openUntil: openUntil ?? CLOSED.openUntil,
});

/**
 * Counts an attempt that timed out at `now`, and opens the circuit if the limit is reached. Returns the resulting
 * circuit. One write, 1 WRU per started KB, none while the circuit is open. Promise: concurrent timeouts all count,
 * because the previous count is the version.
 */
export async function recordTimeout(
  owner: WebhookOwner,
  { endpointId, circuit }: Pick<Endpoint, 'endpointId' | 'circuit'>,
  now: Instant,
): Promise<Circuit> {
  let seen = circuit;
  return retryOnConflict(async () => {
    const next = afterTimeout(seen, now);
    if (next === seen) return seen;
    const tried = await conditionalWrite<CircuitItem>({
      key: endpointKey(owner, endpointId),
      update: next.openUntil === null ? 'SET timeouts = :next' : 'SET timeouts = :next, openUntil = :until',
      when: [
        'attribute_exists(pk)',
        seen.timeouts === 0 ? 'attribute_not_exists(timeouts)' : 'timeouts = :seen',
      ],
      values: {
        ':next': next.timeouts,
        ...(seen.timeouts > 0 && { ':seen': seen.timeouts }),
        ...(next.openUntil !== null && { ':until': next.openUntil }),
      },
    });
    // A deleted endpoint has no circuit.
    if (tried.kind === 'done' || !tried.item) return next;
    seen = readCircuit(tried.item);
    return RETRY;
  });
}

/** Closes the circuit after a response. One write, 1 WRU per started KB; call it only if there were timeouts. */
export async function closeCircuit(owner: WebhookOwner, endpointId: string): Promise<void> {
  await conditionalWrite({
    key: endpointKey(owner, endpointId),
    update: 'REMOVE timeouts, openUntil',
    when: ['attribute_exists(pk)'],
  });
}
