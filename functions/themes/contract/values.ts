import { type CssNode, generate, lexer } from 'css-tree';
import { readColour } from '../cascade/colours.ts';
import { readLength } from '../cascade/lengths.ts';
import { whatOf } from '../cascade/properties.ts';
import { Unevaluable } from '../cascade/unevaluable.ts';
import { layersOf } from '../css/values.ts';

/** Returns what is wrong with a value after replacing tokens; null if it is permitted. */
export type ValueRule = (text: string) => string | null;

/** Permits one of these keywords. */
export const oneOf =
  (...words: readonly string[]): ValueRule =>
  (text) =>
    words.includes(text) ? null : `is none of ${words.join(', ')}`;

/** Permits colors that can be measured: CSS Color 4, color-mix(), light-dark(), currentcolor. */
export const colour: ValueRule = (text) => (isColour(text) ? null : 'is no colour that can be measured');

function isColour(text: string): boolean {
  try {
    return (['light', 'dark'] as const).every((scheme) =>
      readColour(text, { scheme, current: () => ({ mode: 'rgb', r: 0, g: 0, b: 0 }) }),
    );
  } catch (error) {
    if (error instanceof Unevaluable) return false;
    throw error;
  }
}

/** Viewport widths for which a length is computed, in CSS pixels. */
const WIDTHS = [320, 640, 1_280, 2_560];
/** The text size used for em. */
const EM = 16;

/** Returns a length's value at each width; null if it cannot be measured. */
function pixelsOf(text: string): number[] | null {
  try {
    return WIDTHS.map((width) => readLength(text, { em: EM, rem: EM, width }));
  } catch (error) {
    if (error instanceof Unevaluable) return null;
    throw error;
  }
}

/** Permits a length between two limits in CSS pixels, or one of these keywords. */
export const lengthWithin =
  (least: number, most: number, ...words: readonly string[]): ValueRule =>
  (text) => {
    if (words.includes(text)) return null;
    const pixels = pixelsOf(text);
    const isWithin = pixels?.every((each) => each >= least && each <= most);
    return isWithin ? null : `is not within ${least} and ${most} px`;
  };

/** Permits up to this many values of a kind. */
export const upTo =
  (most: number, rule: ValueRule): ValueRule =>
  (text) => {
    const [parts = [], ...layers] = layersOf(text);
    if (layers.length > 0 || parts.length > most) return `is more than ${most} values`;
    return firstOf(parts.map((part) => rule(generate(part))));
  };

export const numberWithin =
  (least: number, most: number, ...words: readonly string[]): ValueRule =>
  (text) => {
    if (words.includes(text)) return null;
    const value = Number(text);
    return value >= least && value <= most ? null : `is not within ${least} and ${most}`;
  };

/** Maximum line width around a component, in CSS pixels. */
export const mostLine = 8;
const lineWidth = lengthWithin(0, mostLine);
export const lineStyle = oneOf('none', 'solid', 'dashed', 'dotted', 'double');

/** Permits width, style and color of a border or an outline, in any order. */
export const line: ValueRule = (text) => {
  const [parts = []] = layersOf(text);
  return firstOf(
    parts.map((part) =>
      ({ width: lineWidth, style: lineStyle, color: colour })[whatOf(part)](generate(part)),
    ),
  );
};

/** Maximum extent of a shadow beyond its component at half of its strength, and maximum blur, in CSS pixels. */
export const shadowReach = 8;
export const mostBlur = 64;

/** Permits shadows around a component. Inside it they could cover its text, far from it that of others. */
export const shadows: ValueRule = (text) => {
  if (text === 'none') return null;
  return firstOf(layersOf(text).map(shadowViolation));
};

function shadowViolation(parts: readonly CssNode[]): string | null {
  const sizes = parts.filter((part) => whatOf(part) === 'width').map((part) => pixelsOf(generate(part)));
  const [x, y, blur, spread] = sizes.map((size) => size?.[0] ?? Number.POSITIVE_INFINITY);
  if (parts.some((part) => part.type === 'Identifier' && part.name.toLowerCase() === 'inset'))
    return 'is inset';
  const reach = Math.max(Math.abs(x ?? 0), Math.abs(y ?? 0)) + (spread ?? 0) - (blur ?? 0) / 2;
  if (reach > shadowReach) return `reaches more than ${shadowReach} px`;
  if ((blur ?? 0) > mostBlur) return `is blurred by more than ${mostBlur} px`;
  return firstOf(parts.filter((part) => whatOf(part) !== 'width').map((part) => colour(generate(part))));
}

/** Permits gradients of colors that can be measured, and images of the package. */
export const pictures: ValueRule = (text) => {
  if (text === 'none') return null;
  const layers = layersOf(text);
  const isKnown = layers.every(([image, ...rest]) => {
    if (!image || rest.length > 0) return false;
    return image.type === 'Url' || (image.type === 'Function' && gradients.has(image.name.toLowerCase()));
  });
  return isKnown ? null : 'is no linear-gradient(), radial-gradient() or url()';
};

const gradients = new Set(['linear-gradient', 'radial-gradient']);

/** Permits each transformation once: a small translation, rotation or scaling. */
export const transforms: ValueRule = (text) => {
  if (text === 'none') return null;
  const [parts = []] = layersOf(text);
  const names = parts.map((part) => (part.type === 'Function' ? part.name.toLowerCase() : ''));
  if (new Set(names).size < names.length) return 'names one transform twice';
  return firstOf(parts.map(transformViolation));
};

/** Maximum movement of a component: CSS pixels, degrees and fractions of its size. */
const mostMove = 8;
const mostTurn = 3;
const mostScale = 1.1;
const move = lengthWithin(-mostMove, mostMove);

function transformViolation(node: CssNode): string | null {
  if (node.type !== 'Function') return 'is no transform';
  const inner = node.children.toArray().filter((each) => each.type !== 'Operator');
  const name = node.name.toLowerCase();
  if (/^translate[xy]?$/.test(name)) return firstOf(inner.map((each) => move(generate(each))));
  if (name === 'scale')
    return firstOf(inner.map((each) => numberWithin(2 - mostScale, mostScale)(generate(each))));
  if (name !== 'rotate') return `${name}() is not of the format`;
  const isSlight = inner.every(
    (each) => each.type === 'Dimension' && each.unit === 'deg' && Math.abs(Number(each.value)) <= mostTurn,
  );
  return isSlight ? null : `turns by more than ${mostTurn}deg`;
}

/** Permits columns of equal width. */
export const columns: ValueRule = (text) => {
  const [parts = []] = layersOf(text);
  const isEven = parts.every(
    (each) =>
      each.type === 'Dimension' && each.unit === 'fr' && Number(each.value) >= 0.5 && Number(each.value) <= 3,
  );
  return isEven && parts.length <= 4 ? null : 'is not up to 4 columns of 0.5fr to 3fr';
};

const firstOf = (violations: readonly (string | null)[]): string | null =>
  violations.find((violation) => violation !== null) ?? null;

/** Checks that browsers accept the value for the property, then applies the rule. */
export function valueViolation(property: string, text: string, rule: ValueRule): string | null {
  if (lexer.matchProperty(property, text).error !== null) return 'is no value of the property';
  try {
    return rule(text);
  } catch (error) {
    if (error instanceof Unevaluable) return 'cannot be measured';
    throw error;
  }
}
