import fc from 'fast-check';
import { kindOf, pixelsOf } from '../../functions/themes/archive/kinds.ts';
import { picture } from '../support/theme-package.ts';

const beginnings = {
  png: Buffer.from(picture(8, 8)).subarray(0, 30),
  jpg: Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  webp: Buffer.from('524946462400000057454250565038', 'hex'),
  avif: Buffer.from('0000001c667479706176696600000000', 'hex'),
};

describe('an image', () => {
  it.each(Object.entries(beginnings))(
    'that begins as %s and goes on anyhow never throws',
    (extension, start) => {
      const kind = kindOf(`images/a.${extension}`);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 400 }), (rest) => {
          const content = Buffer.concat([start, rest]);
          const pixels = pixelsOf(content);
          expect(pixels === null || (pixels.width > 0 && pixels.height > 0)).toBe(true);
          expect(typeof kind?.violation(content)).toMatch(/string|object/);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('has the size that its header says', () => {
    expect(pixelsOf(picture(1_280, 800))).toMatchObject({ width: 1_280, height: 800, type: 'png' });
  });
});

describe('a file', () => {
  it.each([
    'theme.js',
    'images/a.gif',
    'images/a/b.png',
    'previews/a.svg',
    'fonts/a.ttf',
    'Theme.json',
    'images/.png',
  ])('is of no kind that is allowed: %s', (path) => {
    expect(kindOf(path)).toBeUndefined();
  });
});
