import { jest } from '@jest/globals';
import { RETRY, retryOnConflict } from '../../../functions/store/table/conditional-write.ts';

beforeEach(() => {
  // The waits between two tries take no time.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A decision that meets a conflict in its first tries. */
function conflicting<T>(conflicts: number, result: T) {
  const decision = {
    tries: 0,
    decide: async () => {
      decision.tries += 1;
      return decision.tries <= conflicts ? RETRY : result;
    },
  };
  return decision;
}

describe('a decision that meets a conflict', () => {
  it.each([null, false, 0, ''])('is made again until it has a result: %p', async (result) => {
    const decision = conflicting(3, result);
    expect(await retryOnConflict(decision.decide)).toBe(result);
    expect(decision.tries).toBe(4);
  });

  it('ends with an error after 60 tries', async () => {
    expect(await retryOnConflict(conflicting(59, 'decided').decide)).toBe('decided');
    const decision = conflicting(60, 'decided');
    await expect(retryOnConflict(decision.decide)).rejects.toThrow('60');
    expect(decision.tries).toBe(60);
  });

  it('passes on an error at once', async () => {
    let tries = 0;
    const decide = async () => {
      tries += 1;
      throw new Error('throttled');
    };
    await expect(retryOnConflict(decide)).rejects.toThrow('throttled');
    expect(tries).toBe(1);
  });
});
