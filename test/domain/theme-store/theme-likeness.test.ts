import {
  type Fingerprint,
  likenessOf,
  MOST_HASHES,
} from '../../../functions/domain/theme-store/theme-likeness.ts';

const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, at) => from + at);
const print = (whole: string, rules: number[], tokens: number[]): Fingerprint => ({ whole, rules, tokens });

describe('two themes', () => {
  it('of one stylesheet are alike whatever it holds', () => {
    expect(likenessOf(print('a', [], [1]), print('a', [], [2]))).toEqual({
      sameFile: true,
      rules: 100,
      tokens: 0,
    });
  });

  it('are alike from 80 % of the rules that either has', () => {
    const theme = print('a', upTo(100), upTo(10));
    expect(likenessOf(theme, print('b', upTo(80), upTo(10, 50)))).toMatchObject({ rules: 80 });
    expect(likenessOf(theme, print('b', upTo(79), upTo(10, 50)))).toBeNull();
  });

  it('are not alike for the rules they share while one of them has fewer than ten', () => {
    expect(likenessOf(print('a', upTo(9), [1]), print('b', upTo(9), [2]))).toBeNull();
    expect(likenessOf(print('a', upTo(10), [1]), print('b', upTo(10), [2]))).toMatchObject({ rules: 100 });
  });

  it('are alike from 80 % of their tokens, however few rules there are', () => {
    expect(likenessOf(print('a', [1], upTo(10)), print('b', [2], upTo(8)))).toMatchObject({ tokens: 80 });
    expect(likenessOf(print('a', [1], upTo(10)), print('b', [2], upTo(7)))).toBeNull();
  });

  it('of more rules than are kept are compared by the smallest hashes of either', () => {
    // The larger one goes on where the kept hashes of the other end: that says nothing against it.
    const kept = print('a', upTo(MOST_HASHES), [1]);
    const other = print('b', upTo(MOST_HASHES, MOST_HASHES / 4), [2]);
    expect(likenessOf(kept, kept)).toMatchObject({ rules: 100 });
    expect(likenessOf(kept, other)).toBeNull();
  });
});
