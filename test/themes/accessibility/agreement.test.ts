import axe from 'axe-core';
import type { Element } from 'domhandler';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, openBrowser } from '../../../bin/theme-audit/browser.ts';
import { basePage } from '../../../functions/themes/base/page.ts';
import { baseStyles } from '../../../functions/themes/base/styles.ts';
import { buildTheme } from '../../../functions/themes/build.ts';
import { contrast, type Rgba } from '../../../functions/themes/cascade/colours.ts';
import { chainOf, classesOf, ownText } from '../../../functions/themes/cascade/document.ts';
import { type Pair, textPairs } from '../../../functions/themes/cascade/painting.ts';
import { themePage } from '../../../functions/themes/cascade/theme-page.ts';
import type { Scheme } from '../../../functions/themes/manifest.ts';
import type { ThemePackage } from '../../../functions/themes/package.ts';
import { random } from '../../support/random.ts';
import { drawnBy, sampleOf } from '../../support/scope.ts';
import { plainManifest } from '../../support/theme-package.ts';
import { type Colours, themeOf } from './themes.ts';

const schemeOf = (seed: number): Scheme => (seed % 2 === 0 ? 'dark' : 'light');
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);
const isThere = chromiumPath() !== null;
// Where it is relied on it must not be left out: without Chromium it fails there.
const title = isThere || process.env.CI ? '' : ' (skipped: there is no Chromium; set CHROMIUM to its path)';
const maybe = title === '' ? describe : describe.skip;

maybe(`contrast as it is computed here${title}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it.each(sampleOf(SEEDS, 8))(
    `is the contrast that axe measures in Chromium: palette %i${drawnBy}`,
    async (seed) => {
      const theme = randomTheme(seed);
      const scheme = schemeOf(seed);
      await inChromium(browser, theme, scheme, async (page) => {
        const computed = computedFor(theme, scheme);
        const { measured, undecided } = await seenByAxe(page);
        expect(measured.flatMap((seen) => differences(seen, computed))).toEqual([]);
        // Every text is compared, but for those that axe leaves out too.
        const compared = new Set([...measured, ...undecided].map(({ at }) => computed.elements[at]));
        const missed = computed.elements.filter((each) => ownText(each) && !compared.has(each));
        expect(missed.map(nameOf).sort()).toEqual(leftOutByAxe);
        expect(undecided.filter(({ why }) => !reasons.has(why))).toEqual([]);
      });
    },
  );

  // Also what axe has no say in: what is translucent as a whole, and what it cannot decide.
  it.each(sampleOf(SEEDS.slice(0, 6), 2))(
    `is the contrast of the pixels that Chromium paints: palette %i${drawnBy}`,
    async (seed) => {
      const theme = randomTheme(seed);
      for (const scheme of ['light', 'dark'] as const)
        await inChromium(browser, theme, scheme, async (page) => {
          const { elements, pairOf } = computedFor(theme, scheme);
          const pixels = await pixelsOf(
            page,
            elements.flatMap((each, at) => (mayHoldProbes(each) ? [at] : [])),
          );
          const differing = pixels.flatMap(({ at, front, back }) => {
            const element = elements[at];
            const pair = element && pairOf(element);
            if (!pair) return [`nothing at ${at}`];
            const ours = [hex(pair.front), hex(pair.back)] as const;
            const isSame = distance(ours[0], front) <= ROUNDED && distance(ours[1], back) <= ROUNDED;
            return isSame ? [] : [`${nameOf(element)}: ${ours.join(' on ')}, not ${front} on ${back}`];
          });
          expect(differing).toEqual([]);
          expect(pixels.length).toBeGreaterThan(60);
        });
    },
  );
});

/** Steps of 255 that a browser may be off by, which rounds whenever it lays one picture over another. */
const ROUNDED = 2;

/** Why axe does not decide on an element. Its colours are compared by their pixels. */
const reasons = new Set([
  // The same colour in front and behind: it may be meant.
  'equalRatio',
  // A single letter may be an icon.
  'shortTextContent',
  // Nothing is typed in: it would be the hint, which a rule of its own paints.
  'emptyValue',
  // Longer than what it scrolls in.
  'elmPartiallyObscured',
  'outsideViewport',
]);

/**
 * What axe does not measure: what is disabled, with its label; what a select holds; a panel that is hidden. The rest of
 * the page it measures, all of it.
 */
const leftOutByAxe = [
  'button.rd-button--primary',
  'div.rd-tabs__panel',
  'input.rd-input',
  'label.rd-label',
  'option.undefined',
  'option.undefined',
];

interface Computed {
  /** Those of the body, in the order of the document. */
  readonly elements: readonly Element[];
  pairOf(element: Element): Pair | undefined;
  isTranslucent(element: Element): boolean;
}

function computedFor(theme: ThemePackage, scheme: Scheme): Computed {
  const appearance = themePage(theme).appearances.find(
    ({ context }) => context.scheme === scheme && context.system === scheme,
  );
  if (!appearance) throw new Error(`There is no ${scheme} page.`);
  const look = appearance.atRest();
  const body = appearance.page.elements.findIndex(({ name }) => name === 'body');
  return {
    elements: appearance.page.elements.slice(body + 1),
    pairOf: (element) => textPairs(look, element)[0],
    isTranslucent: (element) => chainOf(element).some((each) => look.styleOf(each).text('opacity') !== '1'),
  };
}

/** What axe says of one element. */
interface Seen {
  /** The element's place among those of the body. */
  readonly at: number;
  readonly front: string;
  readonly back: string;
  readonly ratio: number;
}

function differences({ at, ...theirs }: Seen, { elements, pairOf, isTranslucent }: Computed): string[] {
  const element = elements[at];
  const pair = element && pairOf(element);
  if (!pair) return [`nothing at ${at}`];
  const [front, back] = [hex(pair.front), hex(pair.back)];
  const ours = contrast(pair.front, pair.back);
  const isRatioSame = Math.abs(ours - theirs.ratio) <= 0.05 + rounding(pair);
  const isFrontSame = distance(front, theirs.front) <= 1 && isRatioSame;
  // Of a text in a group with an opacity axe fades the colour over the group's own background, whereas browsers fade
  // the group as a whole over what is behind it (CSS Color 4, 12.2): there its front is compared by pixels, below.
  const isSame = distance(back, theirs.back) <= 1 && (isTranslucent(element) || isFrontSame);
  return isSame
    ? []
    : [`${nameOf(element)}: ${front} on ${back} ${ours.toFixed(3)}, not ${JSON.stringify(theirs)}`];
}

async function inChromium(
  browser: Browser,
  theme: ThemePackage,
  colorScheme: Scheme,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  // The width of the context that is computed: the narrowest.
  const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 800 } });
  try {
    const page = await context.newPage();
    const styles = `<style>${baseStyles}</style><style>${buildTheme(theme).stylesheet}</style></head>`;
    await page.setContent(basePage.replace('</head>', styles));
    await use(page);
  } finally {
    await context.close();
  }
}

async function seenByAxe(page: Page) {
  await page.evaluate(axe.source);
  return page.evaluate<{ measured: Seen[]; undecided: { at: number; why: string }[] }>(`
    axe.run({ runOnly: ['color-contrast'] }).then(({ passes, violations, incomplete }) => {
      const all = [...document.body.querySelectorAll('*')];
      const seen = (results) => results.flatMap(({ nodes }) => nodes).map(({ target, any: [{ data }] }) => ({
        at: all.indexOf(document.querySelector(target[0])),
        front: data.fgColor, back: data.bgColor, ratio: data.contrastRatio, why: data.messageKey,
      }));
      return { measured: seen([...passes, ...violations]), undecided: seen(incomplete) };
    })`);
}

const voids = new Set(['input', 'select', 'option', 'textarea']);
const mayHoldProbes = (element: Element): boolean =>
  ownText(element) !== '' && !voids.has(element.name) && element.attribs.hidden === undefined;

/** Puts two spots into each element, one of its text's colour and one of none, and reads them off a picture. */
async function pixelsOf(
  page: Page,
  places: readonly number[],
): Promise<Pick<Seen, 'at' | 'front' | 'back'>[]> {
  const spots = await page.evaluate<{ at: number; points: [number, number][] }[]>(`
    const all = [...document.body.querySelectorAll('*')];
    const added = ${JSON.stringify(places)}.map((at) => ({ at, spots: ['currentcolor', 'transparent'].map((colour) => {
      const spot = document.createElement('i');
      spot.style = 'display: inline-block; width: 6px; height: 6px; background: ' + colour;
      all[at].prepend(spot);
      return spot;
    }) }));
    added.map(({ at, spots }) => ({ at, points: spots.map((spot) => {
      const { x, y } = spot.getBoundingClientRect();
      return [Math.round(x + 3), Math.round(y + 3)];
    }) }))`);
  const picture = await page.screenshot({ fullPage: true });
  return page.evaluate(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${picture.toString('base64')}')).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    canvas.drawImage(picture, 0, 0);
    const at = ([x, y]) => '#' + [...canvas.getImageData(x, y, 1, 1).data.slice(0, 3)]
      .map((each) => each.toString(16).padStart(2, '0')).join('');
    return ${JSON.stringify(spots)}.map(({ at: place, points }) => ({ at: place, front: at(points[0]), back: at(points[1]) }));
  })()`);
}

const nameOf = (element: Element): string => `${element.name}.${classesOf(element).at(-1)}`;

/** Tokens of any colours, and a few rules that mix, fade and nest them. */
function randomTheme(seed: number): ThemePackage {
  const next = random(seed);
  const tokens = { ...plainManifest.tokens };
  const light = { ...tokens.light, colours: randomColours(tokens.light.colours, next) };
  const dark = { ...tokens.dark, colours: randomColours(tokens.dark.colours, next) };
  const css = `
.rd-card { background-color: ${anyColour(next)}; opacity: ${(50 + next(50)) / 100}; }
.rd-alert { background-color: ${anyColour(next)}; }
.rd-alert__title { color: color-mix(in oklab, currentcolor ${next(100)}%, ${anyColour(next)}); }
.rd-text--muted { color: ${anyColour(next)}; }
.rd-table__body { opacity: 0.${1 + next(9)}; }
.rd-table__cell { background-color: ${anyColour(next)}; }
.rd-dialog { background-color: light-dark(${anyColour(next)}, ${anyColour(next)}); }
.rd-link { color: ${anyColour(next)}; }
.rd-footer .rd-footer__link { color: light-dark(${anyColour(next)}, ${anyColour(next)}); }
@media (prefers-color-scheme: dark) { .rd-badge { color: ${anyColour(next)}; } }
`;
  return themeOf(css, { ...plainManifest, tokens: { ...tokens, light, dark } });
}

function randomColours(colours: Colours, next: (below: number) => number): Colours {
  const palette = <Shades extends Record<string, string>>(shades: Shades): Shades =>
    Object.fromEntries(Object.keys(shades).map((name) => [name, anyColour(next)])) as Shades;
  const { success, warning, danger, info } = colours.semantic;
  return {
    primary: palette(colours.primary),
    secondary: palette(colours.secondary),
    // Opaque: axe takes the canvas beneath for white in the dark, too, where Chromium paints it #121212.
    neutral: { ...palette(colours.neutral), background: hexOf(next) },
    semantic: {
      success: palette(success),
      warning: palette(warning),
      danger: palette(danger),
      info: palette(info),
    },
  };
}

function anyColour(next: (below: number) => number, depth = 0): string {
  const percent = () => `${next(101)}%`;
  const kinds = [
    () => hexOf(next),
    () => `${hexOf(next)}${(64 + next(192)).toString(16)}`,
    () => `rgb(${next(256)} ${next(256)} ${next(256)} / ${percent()})`,
    () => `hsl(${next(360)} ${percent()} ${percent()})`,
    // Within sRGB: beyond it axe maps the gamut in another way than a screen, which cuts it off.
    () => `oklch(${20 + next(70)}% 0.03 ${next(360)} / ${(50 + next(51)) / 100})`,
    () =>
      `color-mix(in ${['srgb', 'oklab', 'srgb-linear'][next(3)]}, ${anyColour(next, 1)} ${percent()}, ${anyColour(next, 1)})`,
  ];
  return kinds[next(depth === 0 ? kinds.length : kinds.length - 1)]?.() ?? 'black';
}

const hexOf = (next: (below: number) => number): string =>
  `#${(0x1000000 + next(0x1000000)).toString(16).slice(1)}`;

const hex = ({ r, g, b }: Rgba): string =>
  `#${[r, g, b]
    .map((each) =>
      Math.round(each * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** The most that two colours differ in one channel, in steps of 255. */
const distance = (a: string, b: string): number =>
  Math.max(
    ...[1, 3, 5].map((at) =>
      Math.abs(Number.parseInt(a.slice(at, at + 2), 16) - Number.parseInt(b.slice(at, at + 2), 16)),
    ),
  );

/** What rounding each colour to whole steps of 255, as axe does, can do to a ratio. */
function rounding({ front, back }: Pair): number {
  const moved = ({ r, g, b }: Rgba, by: number): Rgba => ({
    r: Math.min(1, Math.max(0, r + by)),
    g: Math.min(1, Math.max(0, g + by)),
    b: Math.min(1, Math.max(0, b + by)),
    alpha: 1,
  });
  const half = 0.5 / 255;
  const is = contrast(front, back);
  const around = [-half, half].flatMap((a) =>
    [-half, half].map((b) => contrast(moved(front, a), moved(back, b))),
  );
  return Math.max(...around.map((each) => Math.abs(each - is)));
}
