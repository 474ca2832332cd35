import { HOUR, type Instant, MINUTE, plus } from '../time.ts';

/** The circuit breaker of an endpoint. */
export interface Circuit {
  /** Consecutive attempts that timed out. */
  readonly timeouts: number;
  /**
   * No requests are sent until then. In the past while one attempt at a time probes the endpoint; null while it is
   * closed.
   */
  readonly openUntil: Instant | null;
}

/** `half-open`: one delivery at a time is sent, to find out whether the endpoint responds again. */
export type CircuitState = 'closed' | 'open' | 'half-open';

export const CLOSED: Circuit = { timeouts: 0, openUntil: null };

/** Consecutive timeouts that open the circuit. */
const TIMEOUTS_TO_OPEN = 3;
const FIRST_OPEN = MINUTE;
const LONGEST_OPEN = HOUR;

export function circuitState({ openUntil }: Circuit, now: Instant): CircuitState {
  if (openUntil === null) return 'closed';
  return openUntil > now ? 'open' : 'half-open';
}

/**
 * Returns the circuit after an attempt that timed out at `now`. It opens for a minute at the third timeout in a row,
 * and for twice as long after each failed probe, up to an hour. Attempts that started before it opened do not change
 * it.
 */
export function afterTimeout(circuit: Circuit, now: Instant): Circuit {
  if (circuitState(circuit, now) === 'open') return circuit;
  const timeouts = circuit.timeouts + 1;
  if (timeouts < TIMEOUTS_TO_OPEN) return { timeouts, openUntil: null };
  const opened = Math.min(FIRST_OPEN * 2 ** (timeouts - TIMEOUTS_TO_OPEN), LONGEST_OPEN);
  return { timeouts, openUntil: plus(now, opened) };
}
