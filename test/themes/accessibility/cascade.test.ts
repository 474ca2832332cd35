import { selectOne } from 'css-select';
import { parse, type StyleSheet } from 'css-tree';
import { formatHex8 } from 'culori';
import type { AnyNode, Element } from 'domhandler';
import fc from 'fast-check';
import { Appearance } from '../../../functions/themes/cascade/appearance.ts';
import { over, type Rgba, shown } from '../../../functions/themes/cascade/colours.ts';
import type { Context } from '../../../functions/themes/cascade/context.ts';
import { readDocument } from '../../../functions/themes/cascade/document.ts';
import { textPairs } from '../../../functions/themes/cascade/painting.ts';
import { readRules } from '../../../functions/themes/cascade/rules.ts';
import type { StateName } from '../../../functions/themes/cascade/selectors.ts';
import { Unevaluable } from '../../../functions/themes/cascade/unevaluable.ts';

const desk: Context = {
  scheme: 'light',
  width: 1_280,
  reducedMotion: false,
  touch: false,
  containers: false,
};
const html =
  '<html><body><div class="box"><p class="a b" id="p">Text <a class="c" href="#">link</a></p><i>x</i></div></body></html>';

/** A page in these styles, and how to ask it. */
function pageOf(css: string, context: Partial<Context> = {}) {
  const page = readDocument(html);
  const here = { ...desk, ...context };
  const { rules } = readRules([
    { file: 'theme.css', stylesheet: parse(css, { positions: true }) as StyleSheet },
  ]);
  const holding = rules.filter(({ conditions }) => conditions.every((each) => each.holds(here)));
  const appearance = new Appearance(page, holding, here);
  const named = (selector: string): Element => {
    const element = selectOne<AnyNode, Element>(selector, page.document);
    if (!element) throw new Error(`There is no ${selector}.`);
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

const colorOf = (css: string, context?: Partial<Context>) => pageOf(css, context).color('p');

describe('the cascade', () => {
  it.each([
    ['a class over an element', '.a { color: #010101; } p { color: #020202; }', '#010101'],
    ['the last of equals', '.a { color: #010101; } .b { color: #020202; }', '#020202'],
    [':is() by its most particular', ':is(#p, i) { color: #010101; } .a.b { color: #020202; }', '#010101'],
    [':where() never', ':where(#p) { color: #010101; } p { color: #020202; }', '#020202'],
    ['what is important', 'p { color: #010101 !important; } #p { color: #020202; }', '#010101'],
    ['what is in no layer', 'p { color: #010101; } @layer x { #p { color: #020202; } }', '#010101'],
    [
      'the layer named last',
      '@layer y, x; @layer x { p { color: #010101; } } @layer y { #p { color: #020202; } }',
      '#010101',
    ],
    [
      'a layer over those inside it',
      '@layer x { p { color: #010101; } @layer z { #p { color: #020202; } } }',
      '#010101',
    ],
    [
      'the first layer, when important',
      '@layer x { p { color: #010101 !important; } } p { color: #020202 !important; }',
      '#010101',
    ],
    ['a nested rule', '.box { & p { color: #010101; } & > .a { color: #020202; } }', '#020202'],
    [
      'what @supports asks for',
      '@supports (color: oklch(0 0 0)) { p { color: #010101; } } @supports not (x: y) { p { color: #020202; } }',
      '#010101',
    ],
    ['inheritance', '.box { color: #010101; }', '#010101'],
    ['unset, which inherits', '.box { color: #010101; } p { color: unset; }', '#010101'],
    ['initial, which does not', '.box { color: #010101; } p { color: initial; }', '#000000'],
    ['all', '.box { color: #010101; } p { color: #020202; } #p { all: inherit; }', '#010101'],
  ])('lets win: %s', (_what, css, color) => {
    expect(colorOf(css)).toBe(color);
  });

  it('holds media queries against the context', () => {
    const css = `p { color: #000000; }
      @media (prefers-color-scheme: dark) { p { color: #010101; } }
      @media (max-width: 40em) and (hover: none) { p { color: #020202; } }
      @media (prefers-reduced-motion) { p { color: #030303; } }
      @media (400px <= width < 500px), print { p { color: #040404; } }
      @media not (min-width: 300px) { p { color: #050505; } }`;
    expect(colorOf(css)).toBe('#000000');
    expect(colorOf(css, { scheme: 'dark' })).toBe('#010101');
    expect(colorOf(css, { width: 640, touch: true })).toBe('#020202');
    expect(colorOf(css, { reducedMotion: true })).toBe('#030303');
    expect([399, 400, 499, 500].map((width) => colorOf(css, { width }))).toEqual([
      '#000000',
      '#040404',
      '#040404',
      '#000000',
    ]);
    expect(colorOf(css, { width: 299 })).toBe('#050505');
  });

  it('writes out custom properties, with fallbacks, and never goes in circles', () => {
    expect(colorOf(':root { --a: var(--b); --b: #010101; } p { color: var(--a); }')).toBe('#010101');
    expect(colorOf('p { --a: var(--b); --b: var(--a); color: var(--a, #020202); }')).toBe('#020202');
    expect(colorOf('p { color: var(--none, var(--nor-this, #030303)); }')).toBe('#030303');
    expect(colorOf('.box { color: #040404; } p { color: var(--none); }')).toBe('#040404');
    expect(colorOf(':root { --a: #050505; } .box { --a: initial; } p { color: var(--a, #060606); }')).toBe(
      '#060606',
    );
    expect(colorOf('p { --channels: 7 7 7; color: rgb(var(--channels) / 1); }')).toBe('#070707');
  });

  it('never passes over a rule that cannot be read', () => {
    expect(() => colorOf('.box { > .a { color: #020202; } }')).toThrow(Unevaluable);
    expect(() => colorOf('.a:unheard-of { color: #020202; }')).toThrow(Unevaluable);
  });

  it('tells states apart, and what they do to others', () => {
    const page = pageOf(
      '.c:hover { color: #010101; } .c:active { color: #020202; } .c:focus-visible { color: #030303; } .a:hover { color: #040404; } .a:hover + i { color: #050505; } .box:has(.c:focus) i { color: #060606; } .a:focus-within { color: #070707; }',
    );
    expect(page.color('.c')).toBe('#0000ee');
    expect(page.during('hover', '.c', '.c')).toBe('#010101');
    expect(page.during('active', '.c', '.c')).toBe('#020202');
    expect(page.during('focus', '.c', '.c')).toBe('#030303');
    expect(page.during('hover', '.c', '.a')).toBe('#040404');
    expect(page.during('hover', '.a', 'i')).toBe('#050505');
    expect(page.during('focus', '.c', 'i')).toBe('#060606');
    expect(page.during('focus', '.c', '.a')).toBe('#070707');
    expect(page.during('hover', '.a', '.c')).toBe('#0000ee');
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
    ['color-mix(in hsl longer hue, red, lime)', '#0000ff'],
    ['color-mix(in oklch, white 50%, color-mix(in srgb, black, black))', '#636363'],
    ['light-dark(#010101, #020202)', '#020202'],
    ['color(srgb 1 0.5 0)', '#ff8000'],
    ['hsl(120 100% 25%)', '#008000'],
    ['transparent', '#00000000'],
  ])('reads %s', (colour, read) => {
    expect(colorOf(`:root { color-scheme: light dark; } p { color: ${colour}; }`, { scheme: 'dark' })).toBe(
      read,
    );
  });

  it('lays what is translucent over what is below', () => {
    const { pairs } = pageOf(
      'body { background: #fff; } .box { background: rgb(0 0 0 / 0.5); } p { color: rgb(255 0 0 / 0.5); }',
    );
    expect(pairs('p')).toEqual([['#bf4040', '#808080']]);
  });

  it('fades an element with all that is in it as one', () => {
    const { pairs } = pageOf(
      'body { background: #fff; } .box { background: #000; opacity: 0.5; } p { color: #f00; }',
    );
    expect(pairs('p')).toEqual([['#ff8080', '#808080']]);
  });

  it('stands on the canvas of its scheme where nothing is painted', () => {
    expect(pageOf('p { color: #f00; }').pairs('p')).toEqual([['#ff0000', '#ffffff']]);
    expect(pageOf(':root { color-scheme: dark; } p { color: #f00; }').pairs('p')).toEqual([
      ['#ff0000', '#121212'],
    ]);
  });

  it('looks at every stop of a gradient, and between them', () => {
    const { pairs } = pageOf('p { background: linear-gradient(to right, #000 10%, #fff); color: #f00; }');
    expect(pairs('p').map(([, back]) => back)).toEqual([
      '#000000',
      '#404040',
      '#808080',
      '#bfbfbf',
      '#ffffff',
    ]);
  });

  it('takes shorthands apart', () => {
    const { style } = pageOf(
      'p { font: italic 700 2rem/1.5 serif; border: thin solid red; border-inline: 2px dashed blue; outline: 3px solid; }',
    );
    const p = style('p');
    expect([p.fontSize(), p.weight(), p.lineHeight()]).toEqual([32, 700, 1.5]);
    expect(['top', 'left'].map((side) => p.text(`border-${side}-color`))).toEqual(['red', 'blue']);
    expect(['top', 'left'].map((side) => p.length(`border-${side}-width`))).toEqual([1, 2]);
    expect([p.text('outline-style'), p.length('outline-width')]).toEqual(['solid', 3]);
  });

  it('computes sizes of text', () => {
    const size = (text: string) =>
      pageOf(`.box { font-size: 20px; } p { font-size: ${text}; }`).style('p').fontSize();
    expect(
      ['1.5em', '1.5rem', '50%', 'calc(1rem + 2 * 2px)', 'clamp(1rem, 10vw, 3rem)', 'min(10px, 1em)'].map(
        size,
      ),
    ).toEqual([30, 24, 10, 20, 48, 10]);
  });

  it('inherits a line height as it was said', () => {
    const height = (text: string) =>
      pageOf(`.box { font-size: 20px; line-height: ${text}; } p { font-size: 10px; }`)
        .style('p')
        .lineHeight();
    expect(['1.5', '150%', '30px'].map(height)).toEqual([1.5, 3, 3]);
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
