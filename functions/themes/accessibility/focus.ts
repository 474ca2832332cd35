import { generate } from 'css-tree';
import type { Element } from 'domhandler';
import type { Look } from '../cascade/appearance.ts';
import { contrast, type Rgba, readColour, shown } from '../cascade/colours.ts';
import { fills, painted, surroundings } from '../cascade/painting.ts';
import { whatOf } from '../cascade/properties.ts';
import type { ThemePage } from '../cascade/theme-page.ts';
import { Unevaluable } from '../cascade/unevaluable.ts';
import { layersOf } from '../css/values.ts';
import { bordersOf, worstPair } from './components.ts';
import { isShown, type Measure, of, placed } from './measuring.ts';

/**
 * WCAG 2.1, SC 2.4.7 Focus Visible and SC 1.4.11 Non-text Contrast: a focusable element shows its focus with a line of
 * at least 2 px (as in SC 2.4.13 of WCAG 2.2) or a filling, at 3:1 against its background.
 */
export function* focusContrasts({ appearances }: ThemePage): Iterable<Measure> {
  for (const appearance of appearances)
    for (const element of appearance.candidates('focus')) {
      const rest = appearance.atRest();
      if (!isShown(rest, element)) continue;
      const look = appearance.during({ kind: 'focus', element });
      const subject = { appearance, look, element };
      const value = of(subject, '', () => indicator(rest, look, element));
      const style = look.styleOf(element);
      const where = () =>
        placed(subject, '', [style.declaration('outline-style'), style.declaration('outline-color')]);
      yield { value, required: 3, where };
    }
}

/** Returns the contrast of the most visible focus indicator; 1 if there is none. */
const indicator = (rest: Look, focused: Look, element: Element): number =>
  Math.max(
    1,
    outline(rest, focused, element),
    ring(rest, focused, element),
    border(rest, focused, element),
    filling(rest, focused, element),
  );

/** The minimum line width in CSS pixels. */
const THINNEST = 2;

function outline(rest: Look, focused: Look, element: Element): number {
  const style = focused.styleOf(element);
  const kind = style.text('outline-style');
  if (kind === 'auto') throw new Unevaluable('outline: auto is drawn by each browser in its own way');
  if (/^(none|hidden)$/.test(kind) || style.length('outline-width') < THINNEST) return 1;
  const [was, is] = [rest, focused].map((look) =>
    ['outline-style', 'outline-width', 'outline-color']
      .map((each) => look.styleOf(element).text(each))
      .join(' '),
  );
  if (was === is) return 1;
  const colour = shown(style.colour('outline-color'));
  const isInside = style.length('outline-offset') < 0;
  return isInside
    ? worstPair(painted(focused, element, colour, 'fill'), fills(focused, element))
    : worstPair(painted(focused, element, colour, 'surroundings'), surroundings(focused, element));
}

/** Measures a shadow with a hard edge. */
function ring(rest: Look, focused: Look, element: Element): number {
  const text = focused.styleOf(element).text('box-shadow');
  if (text === 'none' || text === rest.styleOf(element).text('box-shadow')) return 1;
  const around = surroundings(focused, element);
  const rings = layersOf(text).map((parts) => {
    const [x = 0, y = 0, blur = 0, spread = 0] = parts.flatMap((each) =>
      each.type === 'Dimension' || each.type === 'Number' ? [lengthOf(focused, element, generate(each))] : [],
    );
    const isInset = parts.some((each) => each.type === 'Identifier' && each.name === 'inset');
    if (isInset || x !== 0 || y !== 0 || blur > 0 || spread < THINNEST) return 1;
    const style = focused.styleOf(element);
    const written = parts.find((part) => whatOf(part) === 'color');
    const colour = written
      ? readColour(generate(written), { scheme: style.scheme(), current: () => style.color() })
      : style.color();
    return worstPair(painted(focused, element, shown(colour), 'surroundings'), around);
  });
  return Math.max(...rings);
}

const lengthOf = (look: Look, element: Element, text: string): number =>
  look.styleOf(element).length('outline-width', text);

/** Measures a border that differs from the one at rest. */
function border(rest: Look, focused: Look, element: Element): number {
  const before = new Map(bordersOf(rest.styleOf(element)).map((each) => [each.side, each]));
  const around = surroundings(focused, element);
  const seen = bordersOf(focused.styleOf(element))
    .filter(({ width }) => width >= THINNEST)
    .map(({ side, colour, width }) => {
      const now = painted(focused, element, colour, 'fill');
      const was = before.get(side);
      const change =
        was && was.width >= width
          ? worstPair(now, painted(rest, element, was.colour, 'fill'))
          : Number.POSITIVE_INFINITY;
      return Math.min(change, worstPair(now, around));
    });
  return Math.max(1, ...seen);
}

/** Measures a filling that differs from the one at rest. */
function filling(rest: Look, focused: Look, element: Element): number {
  const changes: number[] = [];
  const was: readonly Rgba[] = fills(rest, element);
  for (const now of fills(focused, element)) changes.push(...was.map((each) => contrast(now, each)));
  return Math.min(...changes);
}
