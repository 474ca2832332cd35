import {
  MOST_OPEN,
  refuseTooMany,
  withVersions,
} from '../../../functions/domain/theme-store/open-submissions.ts';
import type { ThemeVersion } from '../../../functions/domain/theme-store/theme-versions.ts';
import { HOUR, type Instant, plus } from '../../../functions/domain/time.ts';

const NOW = Date.parse('2026-11-15T12:00:00Z') as Instant;
const version = (number: number, changes: Partial<ThemeVersion> = {}): ThemeVersion => ({
  themeId: `thm_${'0'.repeat(32)}`,
  creator: 'user_1' as ThemeVersion['creator'],
  name: 'Plain',
  number,
  operation: `op_${number}`,
  state: 'awaitingUpload',
  createdAt: NOW,
  uploadUntil: plus(NOW, HOUR),
  upload: null,
  checks: [],
  validatedAt: null,
  files: null,
  review: null,
  superseded: false,
  ...changes,
});
const nothing = { open: {} };
const full = withVersions(
  nothing,
  Array.from({ length: MOST_OPEN }, (_, at) => version(at + 1)),
  NOW,
);

describe('the open submissions of an account', () => {
  it('are at most ten', () => {
    expect(Object.keys(full.open)).toHaveLength(MOST_OPEN);
    expect(() => refuseTooMany(nothing, full)).not.toThrow();
    expect(() => refuseTooMany(full, withVersions(full, [version(11)], NOW))).toThrow(
      /10 theme versions that await .*Submit another one after/,
    );
  });

  it.each([
    ['failed', { state: 'failed' }],
    ['was reviewed', { state: 'passed', review: { decision: 'reject', feedback: 'No.', at: NOW, by: 'a' } }],
    ['was superseded', { superseded: true }],
  ] as const)('have room again when one %s', (_, changes) => {
    const after = withVersions(full, [version(1, changes)], NOW);
    expect(() => refuseTooMany(after, withVersions(after, [version(11)], NOW))).not.toThrow();
  });

  it('have room again when a form ended that nothing was uploaded by', () => {
    const later = plus(NOW, 2 * HOUR);
    expect(withVersions(full, [], later)).toEqual(nothing);
  });

  it('count what waits for its review, however long', () => {
    const waiting = withVersions(nothing, [version(1, { state: 'passed' })], NOW);
    expect(withVersions(waiting, [], plus(NOW, 1_000 * HOUR))).toEqual(waiting);
  });
});
