import { parseInstant } from '../../functions/domain/time.ts';
import { now } from '../../functions/runtime/clock.ts';
import { installClock } from '../../local/clock.ts';
import { testFolder } from './folder.ts';

const folder = testFolder();
const NEAR = 2_000;
const away = (from: number, to: number) => Math.abs(to - from);

describe('the business clock', () => {
  it('is the wall clock until it is moved, and again when it is stopped', () => {
    const clock = installClock(null);
    expect(away(now(), Date.now())).toBeLessThan(NEAR);
    clock.advance(86_400);
    expect(away(now(), Date.now() + 86_400_000)).toBeLessThan(NEAR);
    clock.stop();
    expect(away(now(), Date.now())).toBeLessThan(NEAR);
  });

  it('is set to a moment and goes on from there, also after a restart', () => {
    const moment = parseInstant('2031-02-28T23:59:59Z');
    const clock = installClock(folder);
    clock.set(moment);
    clock.stop();
    const later = installClock(folder);
    expect(away(now(), moment)).toBeLessThan(NEAR);
    later.advance(10);
    expect(away(now(), moment + 10_000)).toBeLessThan(NEAR);
    later.stop();
  });
});
