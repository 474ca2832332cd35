import { accessibilityChecks } from '../../functions/themes/accessibility/checks.ts';
import { allChecks, validatePackage } from '../../functions/themes/validate.ts';
import { drawnBy, sampleOf } from '../support/scope.ts';
import { manifestWith, packageOf } from '../support/theme-package.ts';
import { packages } from './zoo/packages.ts';
import { themes } from './zoo/themes.ts';

const failuresOf = async (zip: Uint8Array) =>
  (await validatePackage(zip)).checks.filter(({ passed }) => !passed);

describe('a plain theme', () => {
  it('passes every check, each of which is listed once and in order', async () => {
    const { passed, checks, theme } = await validatePackage(await packageOf());
    expect(checks.filter((check) => !check.passed)).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(allChecks.map(({ id }) => id));
    expect(passed).toBe(true);
    expect(theme?.name).toBe('Plain');
  });

  it('bears names of its own in Unicode, folders, a licence and a byte-order mark', async () => {
    const zip = await packageOf({
      css: '\u{feff}.rd-grid { background-image: url("images/h%C3%A4user.svg"); }',
      moreCss: '@media (width > 30em) { .rd-card { padding: clamp(1rem, 2vw, 3rem); } }',
      files: {
        'images/häuser.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
        'LICENSE.txt': 'Apache-2.0',
      },
    });
    expect(await failuresOf(zip)).toEqual([]);
  });
});

describe.each(Object.entries({ ...packages, ...themes }))('%s', (id, specimens) => {
  // All of them are refused in test/themes/validate.test.ts, though not by which check.
  it.each(sampleOf(Object.entries(specimens), 2))(`alone refuses %s${drawnBy}`, async (_, make) => {
    const failures = await failuresOf(await make());
    expect(failures.map((failure) => failure.id)).toEqual([id]);
    expect(failures[0]?.measured).not.toBe('could not be measured');
  });
});

it('shows no check that the zoo has no specimen of, but those of accessibility', () => {
  const ids = Object.keys({ ...packages, ...themes });
  const others = accessibilityChecks.map(({ id }) => id);
  expect([...ids, ...others].sort()).toEqual(allChecks.map(({ id }) => id).sort());
});

describe('a token', () => {
  const colour = ['tokens', 'dark', 'colours', 'neutral', 'border'];

  it.each([
    'VAR(--colour-text)',
    'red; } body { display: none',
    'red; } @import "https://example.com"; a {',
    'red !important',
    'red /*',
    'red "',
    'rgb(1 2 3',
    'red) ',
    'red</style>',
    'url(https://example.com/a.png)',
    'image-set("https://example.com/a.png" 1x)',
  ])('never is more than a value: %s', async (value) => {
    const failures = await failuresOf(await packageOf({ manifest: manifestWith(colour, value) }));
    const isUnsafe = failures.find(({ id }) => id === 'manifest-valid' || id === 'colours-valid');
    expect(isUnsafe?.where?.replace(/^(?=\/)/, 'theme.json')).toBe(
      'theme.json/tokens/dark/colours/neutral/border',
    );
  });
});
