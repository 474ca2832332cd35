import { parse, type StyleSheet } from 'css-tree';
import { formatHex8 } from 'culori';
import type { Element } from 'domhandler';
import fc from 'fast-check';
import { Appearance } from '../../../functions/themes/cascade/appearance.ts';
import { over, type Rgba, shown } from '../../../functions/themes/cascade/colours.ts';
import type { Context } from '../../../functions/themes/cascade/context.ts';
import { classesOf, readDocument } from '../../../functions/themes/cascade/document.ts';
import { textPairs } from '../../../functions/themes/cascade/painting.ts';
import { readRules } from '../../../functions/themes/cascade/rules.ts';
import type { StateName } from '../../../functions/themes/cascade/selectors.ts';
import { Unevaluable } from '../../../functions/themes/cascade/unevaluable.ts';

const here: Context = { scheme: 'light', system: 'light', width: 1_280, reducedMotion: false };
const html =
  '<html><body class="page"><div class="box"><p class="a b">Text <a class="c" href="#">link</a></p><i class="d">x</i></div></body></html>';
const tokens = new Map([
  ['--one', '#010101'],
  ['--channels', '7 7 7'],
]);

/** A page in these styles, the last of which win, and how to ask it. */
function pageOf(css: string | readonly string[], context: Partial<Context> = {}) {
  const page = readDocument(html);
  const around = { ...here, ...context };
  const sources = [css].flat().map((text, at) => ({
    file: `${at}.css`,
    stylesheet: parse(text, { positions: true }) as StyleSheet,
  }));
  const holding = readRules(sources, tokens).filter((rule) => rule.holds(around));
  const appearance = new Appearance(page, holding, around);
  const named = (name: string): Element => {
    const element = page.elements.find((each) => classesOf(each).includes(name));
    if (!element) throw new Error(`There is no ${name}.`);
    return element;
  };
  const hex = (colour: Rgba) => formatHex8({ mode: 'rgb', ...colour }).replace(/ff$/, '');
  return {
    color: (selector: string) => hex(shown(appearance.atRest().styleOf(named(selector)).color())),
    during: (kind: StateName, of: string, selector: string) =>
      hex(
        shown(
          appearance
            .during({ kind, element: named(of) })
            .styleOf(named(selector))
            .color(),
        ),
      ),
    style: (selector: string) => appearance.atRest().styleOf(named(selector)),
    pairs: (selector: string) =>
      textPairs(appearance.atRest(), named(selector)).map(({ front, back }) => [hex(front), hex(back)]),
  };
}

const colorOf = (css: string | readonly string[], context?: Partial<Context>) =>
  pageOf(css, context).color('a');

describe('the cascade', () => {
  it.each([
    ['two classes over one', '.a.b { color: #010101; } .a { color: #020202; }', '#010101'],
    ['the last of equals', '.a { color: #010101; } .b { color: #020202; }', '#020202'],
    ['what is inside another', '.box .a { color: #010101; } .a { color: #020202; }', '#010101'],
    [
      'a later stylesheet, whatever its selectors',
      ['.box .a.b { color: #010101; }', '.a { color: #020202; }'],
      '#020202',
    ],
    ['inheritance', '.box { color: #010101; }', '#010101'],
    ['inherit', '.box { color: #010101; } .a { color: #020202; } .a.b { color: inherit; }', '#010101'],
    ['a token', '.a { color: var(--one); }', '#010101'],
    ['a token in a function', '.a { color: rgb(var(--channels) / 1); }', '#070707'],
  ])('lets win: %s', (_what, css, color) => {
    expect(colorOf(css)).toBe(color);
  });

  it('holds media queries against the context', () => {
    const css = `.a { color: #000000; }
      @media (prefers-color-scheme: dark) { .a { color: #010101; } }
      @media (max-width: 40em) and (prefers-color-scheme: dark) { .a { color: #020202; } }
      @media (prefers-reduced-motion: reduce) { .a { color: #030303; } }
      @media (400px <= width < 500px) { .a { color: #040404; } }`;
    expect(colorOf(css)).toBe('#000000');
    expect(colorOf(css, { system: 'dark' })).toBe('#010101');
    expect(colorOf(css, { scheme: 'dark' })).toBe('#000000');
    expect(colorOf(css, { width: 640, system: 'dark' })).toBe('#020202');
    expect(colorOf(css, { reducedMotion: true })).toBe('#030303');
    expect([399, 400, 499, 500].map((width) => colorOf(css, { width }))).toEqual([
      '#000000',
      '#040404',
      '#040404',
      '#000000',
    ]);
  });

  it('never passes over a rule that cannot be read', () => {
    expect(() => colorOf('.box > .a { color: #020202; }')).toThrow(Unevaluable);
    expect(() => colorOf('.a:unheard-of { color: #020202; }')).toThrow(Unevaluable);
    expect(() => colorOf('.a { color: var(--none); }')).toThrow(Unevaluable);
  });

  it('distinguishes states, and their effects on other elements', () => {
    const page = pageOf(
      '.c { color: #000000; } .c:hover { color: #010101; } .c:active { color: #020202; } .c:focus-visible { color: #030303; } .a:hover { color: #040404; } .box:hover .d { color: #050505; }',
    );
    expect(page.color('c')).toBe('#000000');
    expect(page.during('hover', 'c', 'c')).toBe('#010101');
    expect(page.during('active', 'c', 'c')).toBe('#020202');
    expect(page.during('focus', 'c', 'c')).toBe('#030303');
    expect(page.during('hover', 'c', 'a')).toBe('#040404');
    expect(page.during('hover', 'a', 'd')).toBe('#050505');
    expect(page.during('hover', 'a', 'c')).toBe('#000000');
  });
});

describe('computed values', () => {
  // The colours are those that Chromium computes.
  it.each([
    ['oklch(62.8% 0.25768 29.23)', '#ff0000'],
    ['color-mix(in srgb, red, blue)', '#800080'],
    ['color-mix(in srgb, red 25%, blue)', '#4000bf'],
    ['color-mix(in srgb, red 20%, blue 20%)', '#80008066'],
    ['color-mix(in srgb, rgb(255 0 0 / 0.5), blue)', '#5500aabf'],
    ['color-mix(in oklab, white, black)', '#636363'],
    ['color-mix(in oklch, white 50%, color-mix(in srgb, black, black))', '#636363'],
    ['light-dark(#010101, #020202)', '#020202'],
    ['color(srgb 1 0.5 0)', '#ff8000'],
    ['hsl(120 100% 25%)', '#008000'],
    ['transparent', '#00000000'],
  ])('reads %s', (colour, read) => {
    expect(colorOf(`.a { color: ${colour}; }`, { scheme: 'dark' })).toBe(read);
  });

  it('lays what is translucent over what is below', () => {
    const { pairs } = pageOf(
      'body { background-color: #fff; } .box { background-color: rgb(0 0 0 / 0.5); } .a { color: rgb(255 0 0 / 0.5); }',
    );
    expect(pairs('a')).toEqual([['#bf4040', '#808080']]);
  });

  it('applies opacity to an element with its content as a group', () => {
    const { pairs } = pageOf(
      'body { background-color: #fff; } .box { background-color: #000; opacity: 0.5; } .a { color: #f00; }',
    );
    expect(pairs('a')).toEqual([['#ff8080', '#808080']]);
  });

  it('uses the canvas of its scheme where nothing is painted', () => {
    expect(pageOf('.a { color: #f00; }').pairs('a')).toEqual([['#ff0000', '#ffffff']]);
    expect(pageOf('.a { color: #f00; }', { scheme: 'dark' }).pairs('a')).toEqual([['#ff0000', '#121212']]);
  });

  it('looks at every stop of a gradient, and between them', () => {
    const { pairs } = pageOf(
      '.a { background-image: linear-gradient(to right, #000 10%, #fff); color: #f00; }',
    );
    expect(pairs('a').map(([, back]) => back)).toEqual([
      '#000000',
      '#404040',
      '#808080',
      '#bfbfbf',
      '#ffffff',
    ]);
  });

  it('takes shorthands apart', () => {
    const { style } = pageOf(
      '.a { border: thin solid red; border-left: 2px dashed blue; border-width: 1px 3px; outline: 3px solid; }',
    );
    const a = style('a');
    expect(['top', 'left'].map((side) => a.text(`border-${side}-color`))).toEqual(['red', 'blue']);
    expect(['top', 'left'].map((side) => a.length(`border-${side}-width`))).toEqual([1, 3]);
    expect([a.text('outline-style'), a.length('outline-width')]).toEqual(['solid', 3]);
  });

  it('computes sizes of text, and heights of lines', () => {
    const a = (text: string) =>
      pageOf(`.box { font-size: 20px; line-height: 1.5; } .a { font-size: ${text}; }`).style('a');
    expect(
      ['1.5em', '1.5rem', 'calc(1rem + 2 * 2px)', 'clamp(1rem, 10vw, 3rem)', 'min(10px, 1em)'].map((text) =>
        a(text).fontSize(),
      ),
    ).toEqual([30, 24, 20, 48, 10]);
    expect(a('10px').lineHeight()).toBe(1.5);
  });
});

const channel = fc.integer({ min: 0, max: 255 }).map((each) => each / 255);
const opaque = fc.record({ r: channel, g: channel, b: channel, alpha: fc.constant(1) });
const any = fc.record({ r: channel, g: channel, b: channel, alpha: channel });

describe('colours over each other', () => {
  it('never leave the range between the two', () => {
    fc.assert(
      fc.property(any, opaque, (top, below) => {
        const both = over(top, below);
        for (const each of ['r', 'g', 'b'] as const) {
          expect(both[each]).toBeGreaterThanOrEqual(Math.min(top[each], below[each]) - 1e-9);
          expect(both[each]).toBeLessThanOrEqual(Math.max(top[each], below[each]) + 1e-9);
        }
      }),
    );
  });

  it('come to the same, whichever two are laid together first', () => {
    fc.assert(
      fc.property(any, any, opaque, (top, middle, below) => {
        const [one, other] = [over(top, over(middle, below)), over(over(top, middle), below)];
        for (const each of ['r', 'g', 'b', 'alpha'] as const) expect(one[each]).toBeCloseTo(other[each], 9);
      }),
    );
  });
});
