import { requireMeter } from '../../../functions/domain/meters.ts';
import { risesOf } from '../../../functions/domain/notifications/alerts.ts';

const meter = requireMeter('bandwidth');
const rises = (before: number, after: number, limit = 100) =>
  risesOf(meter, { used: before, limit }, { used: after, limit });

describe('a rise of use', () => {
  it('reaches the warning of its meter, and the limit', () => {
    const warning = meter.warnAtPercent;
    expect(rises(0, warning)).toEqual([{ percent: warning, isReached: true, isFromLow: true }]);
    expect(rises(0, 100)).toEqual([
      { percent: warning, isReached: true, isFromLow: true },
      { percent: 100, isReached: true, isFromLow: true },
    ]);
  });

  it('from above the re-arm mark, five points below, does not come from low', () => {
    expect(rises(95, 100)).toEqual([{ percent: 100, isReached: true, isFromLow: false }]);
    expect(rises(94, 100)).toEqual([{ percent: 100, isReached: true, isFromLow: true }]);
  });

  it('over the re-arm mark alone reaches nothing', () => {
    expect(rises(94, 99)).toEqual([{ percent: 100, isReached: false, isFromLow: true }]);
  });

  it('is none where use falls or stays', () => {
    expect([rises(100, 0), rises(99, 99), rises(150, 200)]).toEqual([[], [], []]);
  });

  it('comes from a lowered limit as from use', () => {
    expect(
      risesOf(meter, { used: 50, limit: 100 }, { used: 50, limit: 50 }).map(({ percent }) => percent),
    ).toContain(100);
  });

  it('is exact beyond what doubles are', () => {
    const limit = 2 ** 53 - 1;
    expect(rises(0, limit - 1, limit).some(({ percent, isReached }) => percent === 100 && isReached)).toBe(
      false,
    );
    expect(rises(0, limit, limit).some(({ percent, isReached }) => percent === 100 && isReached)).toBe(true);
  });
});
