import {
  type Correction,
  type CorrectionStep,
  withStep,
} from '../../../functions/domain/metering/corrections.ts';
import type { Day } from '../../../functions/domain/time.ts';
import { NOW } from '../../support/arbitraries.ts';

const correction: Correction = {
  meter: 'bandwidth',
  source: 's',
  id: 'event-1',
  time: NOW,
  period: '2027-03-01' as Day,
  original: 100,
  amount: 100,
  moved: 0,
  history: [],
};
const step = (before: number, after: number, parts: Partial<CorrectionStep> = {}): CorrectionStep => ({
  operation: `${before}-${after}`,
  before,
  after,
  closed: false,
  effect: 0,
  by: 'user_admin',
  at: NOW,
  reason: 'Any',
  ...parts,
});

describe('a correction', () => {
  it('has the amount of its last step, and moves the balance by all steps of the open period', () => {
    const corrected = withStep(withStep(correction, step(100, 70)), step(70, 90));
    expect(corrected).toMatchObject({ original: 100, amount: 90, moved: -10 });
    expect(corrected.history.map(({ operation }) => operation)).toEqual(['100-70', '70-90']);
  });

  it('moves no balance by a step after the close', () => {
    const corrected = withStep(withStep(correction, step(100, 70)), step(70, 0, { closed: true }));
    expect(corrected).toMatchObject({ amount: 0, moved: -30 });
  });

  it('keeps its latest 40 steps', () => {
    const steps = Array.from({ length: 45 }, (_, at) => step(at, at + 1));
    const { history } = steps.reduce(withStep, correction);
    expect(history).toEqual(steps.slice(5));
  });
});
