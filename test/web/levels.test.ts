import { levelsOf } from '../../web/src/screens/usage/levels.ts';

const november = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };
const december = { start: '2026-12-01T00:00:00.000Z', end: '2027-01-01T00:00:00.000Z' };
const bandwidth = (used: number, period: typeof november | null) => ({
  meter: 'bandwidth',
  used,
  limit: 5,
  period,
});
const noted = (at: string, kind: 'daily' | 'close', quota: ReturnType<typeof bandwidth>) => ({
  at,
  kind,
  quotas: [quota],
});
const span = { from: Date.parse(december.start), to: Date.parse('2026-12-03T19:00:00Z') };
const NOW = '2026-12-03T18:40:00.000Z';

describe('levels', () => {
  it('end with the present one', () => {
    const day = noted('2026-12-02T00:00:00.000Z', 'daily', bandwidth(1, december));
    expect(levelsOf([day], bandwidth(2, december), span, NOW)).toEqual([
      { at: '2026-12-02T00:00:00.000Z', used: 1, limit: 5 },
      { at: NOW, used: 2, limit: 5 },
    ]);
  });

  it('of a counter never begin with what the period before had come to', () => {
    const end = noted(december.start, 'close', bandwidth(4, november));
    expect(levelsOf([end], bandwidth(2, december), span, NOW)).toEqual([{ at: NOW, used: 2, limit: 5 }]);
  });

  it('of what simply exists begin with what there was', () => {
    const end = noted(december.start, 'daily', bandwidth(4, null));
    expect(levelsOf([end], bandwidth(4, null), span, NOW)).toHaveLength(2);
  });

  it('name a moment that was noted twice once, as the period closed with it', () => {
    const at = '2026-12-02T00:00:00.000Z';
    const twice = [
      noted(at, 'daily', bandwidth(1, december)),
      noted(at, 'close', bandwidth(3, december)),
      noted(at, 'daily', bandwidth(1, december)),
    ];
    expect(levelsOf(twice, bandwidth(3, december), span, NOW)).toEqual([
      { at, used: 3, limit: 5 },
      { at: NOW, used: 3, limit: 5 },
    ]);
  });

  it('of a time that is over leave the present out', () => {
    const past = { from: Date.parse(november.start), to: Date.parse(december.start) };
    expect(levelsOf([], bandwidth(2, december), past, NOW)).toEqual([]);
  });
});
