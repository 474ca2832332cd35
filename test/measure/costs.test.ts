import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metered } from '../../bin/measure/costs/metering.ts';
import { operations } from '../../bin/measure/costs/operations.ts';
import { between } from '../../bin/measure/costs/page.ts';
import {
  computeOf,
  costOf,
  largest,
  nothing,
  type Part,
  startedChunks,
  total,
} from '../../bin/measure/costs/pricing.ts';
import { rateOf, slowed } from '../../bin/measure/costs/scale.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/costs.md'), 'utf8');

/** A call that reads half a unit and runs for 2 ms of a processor, as a quota check does. */
const check = {
  ...nothing,
  calls: 1,
  invocations: 1,
  reads: 0.5,
  compute: computeOf(2),
  logBytes: 1_200,
  traces: 0.05,
};

describe('the price of a million', () => {
  it('of calls that only read is mostly that of calls, logs and traces', () => {
    const cost = costOf(check);
    const expected = { calls: 1, invocations: 0.2, reads: 0.0625, logBytes: 0.6, traces: 0.25 };
    for (const [part, usd] of Object.entries(expected)) expect(cost[part as Part]).toBeCloseTo(usd, 9);
    // 2 ms of a processor: 0.002 s × 1769/1024 GB × 0.0000133334 USD, a million times.
    expect(cost.compute).toBeCloseTo(0.0461, 4);
    expect(total(cost)).toBeCloseTo(1 + 0.2 + 0.0625 + 0.6 + 0.25 + 0.0461, 4);
    expect(largest(cost).slice(0, 3)).toEqual(['calls', 'logBytes', 'traces']);
  });

  it('of transactions is mostly that of writes', () => {
    // Nine write units, four reads, three queue requests, an event, a file put and read.
    const cost = costOf({
      ...nothing,
      writes: 9,
      reads: 4,
      queueRequests: 3,
      busEvents: 1,
      puts: 1,
      gets: 1,
    });
    expect(total(cost)).toBeCloseTo(9 * 0.625 + 4 * 0.125 + 3 * 0.4 + 1 + 5 + 0.4, 9);
    expect(largest(cost)[0]).toBe('writes');
  });

  it('is for each chunk that was started', () => {
    expect([0, 65_536, 65_537].map((bytes) => startedChunks(bytes, 65_536))).toEqual([1, 1, 2]);
  });
});

describe('the arithmetic of a day', () => {
  it('makes rates, functions at once and money of what was measured', () => {
    const measured: Metered = {
      use: { ...check, writes: 1 },
      milliseconds: new Map([
        ['quotas', 2],
        ['usage', 4],
      ]),
    };
    const rate = rateOf(measured, 8_640_000);
    // A hundred a second, on functions of 512 MB and 1,024 MB.
    const seconds = (2 * (1_769 / 512) + 4 * (1_769 / 1_024)) / 1_000;
    expect(rate).toMatchObject({ perSecond: 100, writes: 100, reads: 50 });
    expect(rate.atOnce).toBeCloseTo(100 * seconds, 9);
    expect(rate.usdADay).toBeCloseTo(8.64 * total(costOf(measured.use)), 9);
    expect(slowed('quotas', 512)).toBeCloseTo(1_769, 9);
  });
});

describe('docs/costs.md', () => {
  it.each(['costs', 'scale', 'prices'])('has a table of %s between its marks', (name) => {
    const [, after = ''] = page.split(`<!-- ${name}:begin -->`);
    expect(after.split(`<!-- ${name}:end -->`)[0]).toMatch(/^\| --- \|/m);
  });

  it('has every operation', () => {
    for (const { title } of Object.values(operations)) expect(page).toContain(`| ${title} |`);
  });

  it('is written between its marks, and refused without them', () => {
    const text = 'a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n';
    expect(between(text, 'x', 'new')).toBe('a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n');
    expect(() => between(text, 'y', 'new')).toThrow('There are no marks');
  });
});
