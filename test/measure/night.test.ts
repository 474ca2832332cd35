import { type NightPlan, nightOf, playNight } from '../../bin/measure/night.ts';

const plan: NightPlan = {
  accounts: 60_000,
  spreadMinutes: 10,
  shards: 4,
  workers: 1,
  secondsAMessage: 15,
  tasksASecondAndWorker: 100,
};

describe('a night of daily tasks', () => {
  it('ends with the last minute in which one falls due, where there are enough workers', () => {
    expect(playNight(plan)).toEqual({ minutes: 10, mostLate: 1 });
  });

  it('takes as long as its workers need, where there are too few', () => {
    expect(playNight({ ...plan, tasksASecondAndWorker: 50 })).toEqual({ minutes: 20, mostLate: 11 });
  });

  it('is no shorter for workers that no shard has a message for', () => {
    expect(playNight({ ...plan, workers: 100 })).toEqual(playNight(plan));
    expect(playNight({ ...plan, workers: 100, shards: 8 }).mostLate).toBe(0.5);
  });

  it('of tasks that are all due at once is done from midnight on', () => {
    expect(playNight({ ...plan, spreadMinutes: 0 })).toEqual({ minutes: 10, mostLate: 10 });
  });
});

it('of 10^8 accounts is priced by what a task takes', () => {
  const { figures } = nightOf({ requests: 5, writes: 10, reads: 8, cpuMs: 10 });
  const figureOf = (name: string) => figures.find((figure) => figure.name.endsWith(name))?.value;
  expect(figureOf('10^8 accounts, table')).toBeCloseTo(625 + 100);
  expect(figureOf('10^8 accounts, workers')).toBeCloseTo(1e6 * (1_769 / 1_024) * 0.0000133334);
  expect(figureOf('midnight of 10^8 accounts')).toBeLessThanOrEqual(4);
});
