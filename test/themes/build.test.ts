import { validatePackage } from '../../functions/themes/validate.ts';
import { font, packageOf, picture, plainCss } from '../support/theme-package.ts';

const moreCss = `
@font-face { font-family: "Plain"; src: url("fonts/plain.woff2"); }
.rd-grid { background-image: url(images/a%20b.png), url("images/c.svg"); }
`;

const files = {
  'fonts/plain.woff2': font(500),
  'images/a b.png': picture(8, 8),
  'images/c.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'images/unused.png': picture(8, 8),
  'previews/phone-dark.png': picture(390, 844),
  LICENSE: 'OFL-1.1',
};

describe('what the store hands on of a package', () => {
  it('is its previews and what its styles refer to, and nothing else', async () => {
    const { theme, checks } = await validatePackage(await packageOf({ moreCss, files }));
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect([...(theme?.assets ?? [])].map(([path, { contentType }]) => [path, contentType])).toEqual([
      ['fonts/plain.woff2', 'font/woff2'],
      ['images/a b.png', 'image/png'],
      ['images/c.svg', 'image/svg+xml'],
      ['previews/light.png', 'image/png'],
      ['previews/dark.png', 'image/png'],
      ['previews/phone-dark.png', 'image/png'],
    ]);
    expect(theme?.previews).toEqual([
      { path: 'previews/light.png', scheme: 'light', width: 1_280, height: 800 },
      { path: 'previews/dark.png', scheme: 'dark', width: 1_280, height: 800 },
      { path: 'previews/phone-dark.png', scheme: 'dark', width: 390, height: 844 },
    ]);
  });

  it('has the tokens of both schemes before its own styles, as they are written', async () => {
    const { theme } = await validatePackage(await packageOf());
    const stylesheet = theme?.stylesheet ?? '';
    expect(stylesheet.endsWith(plainCss)).toBe(true);
    expect(stylesheet.indexOf('--colour-background: #ffffff;')).toBeGreaterThan(0);
    expect(stylesheet.split('--colour-background: #0f1419;')).toHaveLength(3);
    expect(stylesheet).toContain('@media (prefers-color-scheme: dark) {\n  :root:not([data-scheme=light]) {');
    expect(stylesheet).toContain('\n:root[data-scheme=dark] {');
  });

  it('is nothing, unless all checks passed', async () => {
    const { theme, passed } = await validatePackage(await packageOf({ files: { 'README.md': null } }));
    expect({ theme, passed }).toEqual({ theme: null, passed: false });
  });
});
