import * as fc from 'fast-check';
import {
  afterTimeout,
  type Circuit,
  CLOSED,
  circuitState,
} from '../../../functions/domain/notifications/circuits.ts';
import { HOUR, type Instant, MINUTE, plus } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';

/** The circuit after probes that each fail as soon as they are made; and for how long it was open each time. */
function failing(probes: number): { circuit: Circuit; opened: number[] } {
  let circuit = CLOSED;
  let at: Instant = NOW;
  const opened: number[] = [];
  for (let n = 0; n < probes; n += 1) {
    circuit = afterTimeout(circuit, at);
    if (circuit.openUntil === null) continue;
    opened.push(circuit.openUntil - at);
    at = circuit.openUntil;
  }
  return { circuit, opened };
}

describe('a circuit', () => {
  it('opens at the third timeout in a row, for longer each time, an hour at most', () => {
    const minutes = failing(11).opened.map((length) => length / MINUTE);
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is open until its time has come, then lets one through to probe', () => {
    const { circuit } = failing(3);
    const until = plus(NOW, MINUTE);
    expect(circuit.openUntil).toBe(until);
    expect([plus(until, -1), until].map((at) => circuitState(circuit, at))).toEqual(['open', 'half-open']);
    expect(circuitState(CLOSED, NOW)).toBe('closed');
  });

  it('is left as it is by attempts that began before it opened', () => {
    const { circuit } = failing(3);
    expect(afterTimeout(circuit, plus(NOW, MINUTE - 1))).toBe(circuit);
  });

  it('never opens for longer than an hour or shorter than a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 5_000 }), (timeouts) => {
        const { openUntil } = afterTimeout({ timeouts, openUntil: NOW }, NOW);
        const length = (openUntil ?? NOW) - NOW;
        expect(length).toBeGreaterThanOrEqual(MINUTE);
        expect(length).toBeLessThanOrEqual(HOUR);
      }),
    );
  });
});
