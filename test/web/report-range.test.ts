import { isShownByDay, rangeSearch, spanOf, timesIn } from '../../web/src/screens/admin/range.ts';

const today = Date.parse('2026-11-25T00:00:00Z');

describe('the time that a report is about', () => {
  it('ends with the day that runs, and begins with a whole one', () => {
    expect(timesIn(spanOf({}, today))).toEqual({
      from: '2026-10-27T00:00:00.000Z',
      to: '2026-11-26T00:00:00.000Z',
    });
    expect(timesIn(spanOf({ range: 'months12' }, today)).from).toBe('2025-12-01T00:00:00.000Z');
  });

  it('is by day only as far as a report reaches', () => {
    expect(isShownByDay(spanOf({ range: 'months12' }, today))).toBe(true);
    const years = { range: 'chosen', from: '2024-01-01', to: '2026-01-01' } as const;
    expect(isShownByDay(spanOf(years, today))).toBe(false);
  });

  it('leaves out of an address what cannot be shown', () => {
    expect(rangeSearch({ range: 'days90' })).toEqual({ range: 'days90' });
    expect(rangeSearch({ range: 'chosen', from: 'yesterday', to: '2026-01-01' })).toEqual({});
    expect(rangeSearch({ from: '2026-01-01', to: '2026-02-01' })).toEqual({
      range: 'chosen',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-02-01T00:00:00.000Z',
    });
  });
});
