import { readFileSync } from 'node:fs';
import { propertyNames } from '../../functions/themes/contract/properties.ts';
import { attributes, classes, states } from '../../functions/themes/contract/vocabulary.ts';
import { validatePackage } from '../../functions/themes/validate.ts';
import { manifestWith, packageOf } from '../support/theme-package.ts';

/** The checks that refuse a plain stylesheet with this at its end, with the places that they name. */
async function refusalsOf(moreCss: string) {
  const { checks } = await validatePackage(await packageOf({ moreCss: `\n${moreCss}` }));
  return checks.filter(({ passed }) => !passed).map(({ id, where }) => ({ id, where }));
}

/** The line after the plain theme's. */
const LINE = 23;
const onLine = expect.stringMatching(new RegExp(`^theme\\.css:${LINE}:\\d+$`));

/** What made a page show another price, and every click a purchase, while all checks passed. */
const deceptions: Readonly<Record<string, string>> = {
  'hides the price': '.rd-price { visibility: hidden; }',
  'hides the price by its size': '.rd-price { font-size: 0; }',
  'takes the price away': '.rd-price { display: none; }',
  'writes another price': '.rd-price::before { content: "¥ 0.00"; }',
  'writes one by a marker': '.rd-list__item { list-style-type: "¥ 0.00"; }',
  'lays a button over the page': '.rd-button--primary { position: absolute; }',
  'lays a button over its neighbours': '.rd-button--primary { margin: -9rem; }',
  'makes a button as large as the page': '.rd-button--primary { transform: scale(99); }',
  'makes a button as large by its padding': '.rd-button--primary { padding: 100vmax; }',
  'raises a button': '.rd-button--primary { z-index: 9; }',
  'moves a button': '.rd-button--primary { transform: translate(-50vw, 0); }',
  'swaps buttons': '.rd-actions { flex-direction: row-reverse; }',
  'puts a button last': '.rd-button--primary { order: 9; }',
  'lets clicks through': '.rd-button--outlined { pointer-events: none; }',
  'paints over what is around': '.rd-card { box-shadow: 0 0 0 100vmax #fff; }',
  'paints over it by an outline': '.rd-card { outline: 100vmax solid #fff; }',
  'covers what is inside': '.rd-card { box-shadow: inset 0 0 0 99px #777; }',
  'hides the pointer': '.rd-page { cursor: none; }',
};

/** What makes text unreadable where its colours alone are measured. */
const blurs: Readonly<Record<string, string>> = {
  'its first line': '.rd-text::first-line { color: #eee; }',
  'its first letter': '.rd-text::first-letter { color: #eee; }',
  'what is selected': '.rd-text::selection { color: #eee; }',
  'a cover after it': '.rd-text::after { content: ""; position: absolute; inset: 0; background: #fff; }',
  zoom: '.rd-text { zoom: 0.1; }',
  scale: '.rd-text { scale: 0.1; }',
  'a stroke': '.rd-text { -webkit-text-stroke: 4px #fff; }',
  'another fill': '.rd-text { -webkit-text-fill-color: #fff; }',
  'a mask': '.rd-text { mask-image: linear-gradient(transparent, transparent); }',
  'a clip': '.rd-text { clip-path: inset(50%); }',
  'an indent': '.rd-text { text-indent: -9999px; }',
  'letters on each other': '.rd-text { letter-spacing: -1em; }',
  'words on each other': '.rd-text { word-spacing: -9em; }',
  'lines on each other': '.rd-heading { line-height: 0.1; }',
  'a shadow of its own': '.rd-text { text-shadow: 0 0 9px #fff; }',
  'a line through it': '.rd-text { text-decoration: line-through 1em #fff; }',
  'a thick line under it': '.rd-text { text-decoration-thickness: 2em; }',
  dots: '.rd-text { -webkit-text-security: disc; }',
  'a filter': '.rd-text { filter: opacity(0); }',
  'a blend': '.rd-text { mix-blend-mode: difference; }',
  'a height of nothing': '.rd-text { height: 0; overflow: hidden; }',
  'a width of nothing': '.rd-text { width: 0; }',
  'content that is left out': '.rd-text { content-visibility: hidden; }',
  'the other direction': '.rd-text { direction: rtl; unicode-bidi: bidi-override; }',
  'upright letters': '.rd-text { writing-mode: vertical-rl; }',
  'a turn': '.rd-text { transform: rotateY(90deg); }',
  'frames that never end': '@keyframes a { to { opacity: 0; } } .rd-text { animation: a 1s infinite; }',
  'frames that stay': '@keyframes a { to { opacity: 0; } } .rd-text { animation: a 1s forwards; }',
  'frames that stand still': '@keyframes a { from { opacity: 0; } } .rd-text { animation: a 1s paused; }',
  'a transition that waits': '.rd-text { transition: color 999s; }',
};

describe('a stylesheet of the format', () => {
  it.each(Object.entries({ ...deceptions, ...blurs }))(
    'never holds what makes a page lie: %s',
    async (_, css) => {
      const refusals = await refusalsOf(css);
      expect(refusals[0]).toEqual({ id: expect.stringMatching(/^css-/), where: onLine });
    },
  );

  it.each([
    '.rd-card { & .rd-price { color: #111; } }',
    '@layer x { .rd-card { padding: 0; } }',
    '@supports (color: red) { .rd-card { padding: 0; } }',
    '@container (width > 20rem) { .rd-card { padding: 0; } }',
    '@scope (.rd-card) { .rd-price { padding: 0; } }',
    '@property --colour-text { syntax: "<color>"; inherits: false; initial-value: red; }',
    '@import "b.css";',
    '@media print { .rd-card { padding: 0; } }',
    '@media not (min-width: 20rem) { .rd-card { padding: 0; } }',
    '@media (hover: none) { .rd-card { padding: 0; } }',
    '@media (min-width: 20rem) or (prefers-color-scheme: dark) { .rd-card { padding: 0; } }',
    '@media (min-width: 20rem) { @media (min-width: 30rem) { .rd-card { padding: 0; } } }',
  ])('has no other at-rules: %s', async (css) => {
    expect(await refusalsOf(css)).toContainEqual({ id: 'css-at-rules', where: onLine });
  });

  it.each([
    '*',
    'body',
    ':root',
    '.rd-unknown',
    '.card',
    '#main',
    '[class]',
    '[class*="price"] ',
    '.rd-card *',
    '.rd-card p',
    '.rd-card > .rd-price',
    '.rd-card + .rd-card',
    '.rd-card:not(.rd-price)',
    '.rd-card:has(.rd-price)',
    '.rd-card:is(.rd-price)',
    '.rd-card:nth-child(2)',
    '.rd-card:focus-within',
    '.rd-card[aria-label]',
    '.rd-card[aria-current^="p"]',
    '.rd-input[value="1"]',
    '.rd-input::placeholder',
    ':hover',
    '.rd-card :hover',
    '.rd-card.rd-card.rd-card.rd-card.rd-card',
    '.rd-page .rd-main .rd-grid .rd-card',
  ])('has no other selectors: %s', async (selector) => {
    expect(await refusalsOf(`${selector} { padding: 0; }`)).toEqual([{ id: 'css-selectors', where: onLine }]);
  });

  it.each([
    'padding: 0 !important',
    'color: inherit',
    'color: var(--other)',
    'color: var(--colour-text, red)',
    'color: red blue',
  ])('has no other values: %s', async (declaration) => {
    expect(await refusalsOf(`.rd-card { ${declaration}; }`)).toEqual([{ id: 'css-values', where: onLine }]);
  });

  it.each([
    '.rd-card:hover .rd-card__title { color: var(--colour-text); }',
    '.rd-tab[aria-selected="true"]:hover { border-bottom: 3px solid var(--colour-primary); }',
    '.rd-card:first-child { border-color: light-dark(#1d4ed8, #93c5fd); }',
    '.rd-grid { background-image: linear-gradient(to right, #fff, var(--colour-surface)); }',
    '@media (prefers-color-scheme: dark) and (min-width: 30rem) { .rd-card { box-shadow: var(--shadow-small); } }',
    '@media (400px <= width < 600px) { .rd-card { padding: clamp(1rem, 2vw, 3rem); } }',
    '@keyframes rise { from { transform: translate(0, 4px); opacity: 0; } } ' +
      '@media (prefers-reduced-motion: no-preference) { .rd-card { animation: rise 200ms ease-out; } }',
    '.rd-button:active { transform: scale(0.98) rotate(1deg); }',
  ])('may hold %s', async (moreCss) => {
    const { checks } = await validatePackage(await packageOf({ moreCss }));
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  });
});

describe('a package of the format before', () => {
  it('is refused, with what to change', async () => {
    const { checks } = await validatePackage(
      await packageOf({ manifest: manifestWith(['format'], undefined) }),
    );
    expect(checks.find(({ id }) => id === 'manifest-valid')).toMatchObject({
      passed: false,
      measured: expect.stringMatching(/format 2.*docs\/theme-package\.md.*"format": 2/),
      where: 'theme.json/format',
    });
  });
});

describe('docs/theme-package.md', () => {
  const page = readFileSync(new URL('../../docs/theme-package.md', import.meta.url), 'utf8');

  it('lists every class, state, attribute and property of the format', () => {
    const missing = [
      ...classes,
      ...states.map((state) => `:${state}`),
      ...Object.keys(attributes),
      ...propertyNames,
    ].filter((name) => !page.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
