import * as fc from 'fast-check';
import { amountIn, countingUnits } from '../../web/src/language/amount.ts';

const [gigabyte] = countingUnits('byte');
const [minute] = countingUnits('second');

describe('an amount that is written', () => {
  it('never loses a byte on the way: what is written is what is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_007_199_254_740_991 }), (bytes) => {
        const whole = BigInt(bytes) / 1_000_000_000n;
        const part = String(BigInt(bytes) % 1_000_000_000n).padStart(9, '0');
        expect(amountIn(`${whole}.${part}`, gigabyte)).toBe(bytes);
      }),
    );
  });

  it('is taken with a point, with a comma and with blanks around it', () => {
    expect(amountIn(' 2.5 ', gigabyte)).toBe(2_500_000_000);
    expect(amountIn('2,5', gigabyte)).toBe(2_500_000_000);
    expect(amountIn('1.5', minute)).toBe(90);
  });

  it.each([
    '',
    '0',
    '0.0',
    '-1',
    '1e3',
    '1.',
    '.5',
    'abc',
    '1 000',
    '9007199.254740992',
    '99999999999999999',
  ])('is refused when it is no amount that can be counted: %p', (text) =>
    expect(amountIn(text, gigabyte)).toBeNull(),
  );

  it('is refused when it is finer than what is counted', () => {
    expect(amountIn('0.01', minute)).toBeNull();
  });
});
