import * as fc from 'fast-check';
import {
  type ChargeEvent,
  type ChargeStatus,
  chargeStatuses,
  moveOf,
} from '../../../functions/domain/charges/charges.ts';
import { runs } from '../../support/scope.ts';

const RUNS = { numRuns: runs(1_000) };

const statuses = fc.constantFrom(...chargeStatuses);
const events = fc.constantFrom<ChargeEvent>('succeeded', 'failed', 'canceled', 'waived', 'refunded');

const moved = (status: ChargeStatus, event: ChargeEvent): ChargeStatus => {
  const move = moveOf(status, event);
  return move === 'ignored' || move === 'illegal' ? status : move;
};

/** As events come from providers: what was given back was paid, whatever was heard before. */
const told = (event: ChargeEvent): readonly ChargeEvent[] =>
  event === 'refunded' ? ['succeeded', 'refunded'] : [event];

const endOf = (status: ChargeStatus, sequence: readonly ChargeEvent[]): ChargeStatus =>
  sequence.flatMap(told).reduce(moved, status);

describe('a charge', () => {
  it('that was paid or refunded ends as a function of its events, not of their order or repetition', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 12 }), (sequence) => {
        const heard = new Set(sequence);
        const end = endOf('pending', sequence);
        if (heard.has('refunded')) expect(end).toBe('refunded');
        else if (heard.has('succeeded')) expect(end).toBe('succeeded');
        else if (heard.has('waived')) expect(end).toBe('waived');
        else expect(end).toBe(heard.size > 0 ? 'failed' : 'pending');
      }),
      RUNS,
    );
  });

  it('is the same after an event that comes again, at once or later', () => {
    fc.assert(
      fc.property(
        statuses,
        fc.array(events, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (from, list, pick) => {
          const end = endOf(from, list);
          const again = list[pick % list.length] ?? 'failed';
          expect(endOf(end, [again])).toBe(end);
          expect(endOf(from, [...list, ...list])).toBe(end);
        },
      ),
      RUNS,
    );
  });

  it('is changed by no illegal or overtaken event: without them it ends the same', () => {
    fc.assert(
      fc.property(statuses, fc.array(events, { maxLength: 12 }), (from, sequence) => {
        let status = from;
        const believed = sequence.filter((event) => {
          const before = status;
          status = moved(status, event);
          return status !== before;
        });
        expect(believed.reduce(moved, from)).toBe(status);
      }),
      RUNS,
    );
  });

  it('is never refunded before it was paid, and never owed again after it was', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 12 }), (sequence) => {
        let status: ChargeStatus = 'pending';
        for (const event of sequence) {
          const next = moved(status, event);
          if (next === 'refunded') expect(['succeeded', 'refunded']).toContain(status);
          if (status === 'succeeded') expect(['succeeded', 'refunded']).toContain(next);
          if (status === 'refunded') expect(next).toBe('refunded');
          status = next;
        }
      }),
      RUNS,
    );
  });
});
