import type { Figure } from '../../bin/measure/figures.ts';
import { START } from '../../bin/measure/measuring.ts';
import type { LocalStack } from '../../local/local-stack.ts';

let stack: LocalStack;

// Imported late: the log and the clients read the environment when they are.
beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'ERROR';
  const { startLocalStack } = await import('../../local/local-stack.ts');
  stack = await startLocalStack();
  stack.clock.set(START);
});

afterAll(async () => {
  await stack.stop();
});

const valuesOf = (figures: readonly Figure[]): number[] => figures.map((figure) => figure.value);

describe('what the service costs', () => {
  it('takes a job slot with one request and one write unit', async () => {
    const { costOfSlot } = await import('../../bin/measure/slots.ts');
    const token = await stack.issueToken({ sub: 'scheduler', scope: 'slots.write' });
    for (const nth of [1, 10, 30]) expect(valuesOf(await costOfSlot(nth, token))).toEqual([1, 1]);
    const [requests, written] = valuesOf(await costOfSlot(100, token));
    expect(requests).toBe(1);
    expect(written).toBeLessThanOrEqual(4);
  });

  it.each([
    [1, 2.5],
    [10, 2.5],
    // A log of 100 events fills a write unit by itself. The tally of usage beside it costs a second one.
    [100, 3],
  ])('counts groups of %d events for at most %d write units each', async (k, units) => {
    const { costOfGroups } = await import('../../bin/measure/usage.ts');
    for (const spread of ['hours', 'accounts'] as const) {
      const [written] = valuesOf(await costOfGroups(k, 20, spread));
      expect(written).toBeGreaterThanOrEqual(1 / k);
      expect(written).toBeLessThanOrEqual(units / k);
    }
  });

  it('checks a quota with one request and half a read unit', async () => {
    const { checks } = await import('../../bin/measure/checks.ts');
    const { figures } = await checks({ stack, quick: true });
    expect(valuesOf(figures)).toEqual([1, 0.5, 1, 1]);
  });

  it('would pay four write units for a transaction an event', async () => {
    const { costOfBaseline } = await import('../../bin/measure/usage.ts');
    expect(await costOfBaseline(3)).toMatchObject({ value: 4 });
  });
});

describe('the figures', () => {
  it('are held against their targets and say so', async () => {
    const { isMet, tableOf } = await import('../../bin/measure/figures.ts');
    const figures: Figure[] = [
      { name: 'few', value: 1, unit: 'WRU', target: { atMost: 1 } },
      { name: 'many', value: 4.94, unit: '×', target: { atLeast: 5 } },
      { name: 'wrong', value: 1, unit: '', target: { exactly: 0 } },
      { name: 'known', value: 1_234.5, unit: 'ms' },
    ];
    expect(figures.map(isMet)).toEqual([true, false, false, undefined]);
    expect(tableOf(figures).split('\n')).toEqual([
      'figure  target   measured',
      'few     ≤ 1 WRU  1 WRU     met',
      'many    ≥ 5 ×    4.94 ×    MISSED',
      'wrong   0        1         MISSED',
      'known            1,235 ms',
    ]);
  });

  it('have the rank below which a share of the samples lies', async () => {
    const { percentile } = await import('../../bin/measure/figures.ts');
    const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(samples, share))).toEqual([50, 95, 99, 100]);
  });

  it('count an item as the table does', async () => {
    const { itemSize } = await import('../../bin/measure/item-size.ts');
    expect(itemSize({ pk: { S: 'p' }, sk: { S: 'é' }, n: { N: '-120' }, on: { BOOL: true } })).toBe(14);
    expect(itemSize({ l: { L: [{ N: '1' }, { N: '12' }] }, m: { M: { a: { B: new Uint8Array(5) } } } })).toBe(
      1 + 3 + (1 + 2) + (1 + 2) + (1 + 3 + 1 + 1 + 5),
    );
  });
});
