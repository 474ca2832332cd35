import { type CssNode, generate } from 'css-tree';
import type { Element } from 'domhandler';
import { argumentsOf, layersOf } from '../css/values.ts';
import type { Look } from './appearance.ts';
import { between, over, type Rgba, readColour, shown } from './colours.ts';
import { chainOf } from './document.ts';
import type { Style } from './style.ts';
import { Unevaluable } from './unevaluable.ts';

/** Two adjacent colors on the screen. */
export interface Pair {
  readonly front: Rgba;
  readonly back: Rgba;
}

/**
 * Returns the colors of a text and its background after compositing translucent layers. Several if the background has a
 * gradient.
 */
export function textPairs(look: Look, element: Element, text?: Style): Pair[] {
  const style = text ?? look.styleOf(element);
  const layers = chainOf(element).map((each) => layerOf(look.styleOf(each)));
  const own = text ? [...layers, layerOf(text)] : layers;
  const front = shown(style.color());
  return choices(own).map((chosen) => ({
    front: composed(chosen, front, canvasOf(look, element)),
    back: composed(chosen, null, canvasOf(look, element)),
  }));
}

/** Returns the visible colors of an element's filling: one, or those of its gradient. */
export const fills = (look: Look, element: Element, pseudo?: Style): Rgba[] => {
  const layers = chainOf(element).map((each) => layerOf(look.styleOf(each)));
  return choices(pseudo ? [...layers, layerOf(pseudo)] : layers).map((each) =>
    composed(each, null, canvasOf(look, element)),
  );
};

/** Returns the colors around an element: the filling of its parent. */
export const surroundings = (look: Look, element: Element): Rgba[] => {
  const layers = chainOf(element)
    .slice(0, -1)
    .map((each) => layerOf(look.styleOf(each)));
  return choices(layers).map((each) => composed(each, null, canvasOf(look, element)));
};

/** Composites a color of an element's edge or outline over its surroundings. */
export const painted = (
  look: Look,
  element: Element,
  colour: Rgba,
  under: 'surroundings' | 'fill',
): Rgba[] => {
  const chain = chainOf(element).map((each) => layerOf(look.styleOf(each)));
  const own = chain.at(-1);
  if (!own) return [];
  const layers = under === 'fill' ? chain : [...chain.slice(0, -1), { ...own, colours: [transparent] }];
  return choices(layers).map((each) => composed(each, colour, canvasOf(look, element)));
};

/** One layer of the picture: an element's filling, and the opacity of the element with its content. */
interface PaintLayer {
  readonly colours: readonly Rgba[];
  readonly opacity: number;
  readonly hasImage: boolean;
}

interface Chosen {
  readonly colour: Rgba;
  readonly opacity: number;
}

const transparent: Rgba = { r: 0, g: 0, b: 0, alpha: 0 };

const known = new WeakMap<Style, PaintLayer>();

function layerOf(style: Style): PaintLayer {
  const layer = known.get(style) ?? newLayer(style);
  known.set(style, layer);
  return layer;
}

function newLayer(style: Style): PaintLayer {
  const solid = shown(style.colour('background-color'));
  const image = style.text('background-image');
  const images = image === 'none' ? [] : layersOf(image).flat();
  const gradients = images.filter((each) => each.type === 'Function');
  return {
    // The first gradient is on top.
    colours: gradients
      .toReversed()
      .reduce<Rgba[]>(
        (below, gradient) => stops(gradient, style).flatMap((stop) => below.map((each) => over(stop, each))),
        [solid],
      ),
    opacity: Math.min(1, Math.max(0, style.length('opacity'))),
    // An image may have any color, so the color below it does not count.
    hasImage: images.length > gradients.length,
  };
}

/** Steps between two color stops, because the contrast may be lowest in between. */
const STEPS = 4;

function stops(gradient: CssNode, style: Style): Rgba[] {
  if (gradient.type !== 'Function') return [];
  const current = () => style.color();
  const found = argumentsOf(gradient.children).flatMap(([first]) => {
    if (!first || first.type === 'Dimension' || first.type === 'Percentage' || first.type === 'Number')
      return [];
    if (first.type === 'Identifier' && /^(to|at|circle|ellipse|closest-.*|farthest-.*)$/i.test(first.name))
      return [];
    return [shown(readColour(generate(first), { scheme: style.scheme(), current }))];
  });
  return found.flatMap((stop, at) => {
    const next = found[at + 1];
    if (!next) return [stop];
    return Array.from({ length: STEPS }, (_, step) => between(stop, next, step / STEPS));
  });
}

/** Maximum combinations of overlapping gradients. */
const MOST_CHOICES = 256;

function choices(all: readonly PaintLayer[]): Chosen[][] {
  const visible = seen(all);
  if (visible.some(({ hasImage }) => hasImage)) throw new Unevaluable('a picture is behind it');
  return visible.reduce<Chosen[][]>(
    (below, { colours, opacity }) => {
      const above = below.flatMap((each) => colours.map((colour) => [...each, { colour, opacity }]));
      if (above.length > MOST_CHOICES) throw new Unevaluable('too many gradients over each other');
      return above;
    },
    [[]],
  );
}

/** Removes layers that are hidden by an opaque one. */
function seen(layers: readonly PaintLayer[]): readonly PaintLayer[] {
  const faded = layers.findIndex(({ opacity }) => opacity < 1);
  const solid = faded < 0 ? layers : layers.slice(0, faded);
  const top = solid.findLastIndex(({ colours }) => colours.every(({ alpha }) => alpha === 1));
  return top > 0 ? layers.slice(top) : layers;
}

/** Paints from the canvas upwards. A translucent group is painted separately, then composited. */
function composed(layers: readonly Chosen[], front: Rgba | null, backdrop: Rgba): Rgba {
  const [layer, ...rest] = layers;
  if (!layer) return front ? over(front, backdrop) : backdrop;
  if (layer.opacity === 1) return composed(rest, front, over(layer.colour, backdrop));
  const group = composed(rest, front, layer.colour);
  return over({ ...group, alpha: group.alpha * layer.opacity }, backdrop);
}

function canvasOf(look: Look, element: Element): Rgba {
  const root = chainOf(element)[0] ?? element;
  const style = look.styleOf(root);
  return shown(readColour('canvas', { scheme: style.scheme(), current: () => style.color() }));
}
