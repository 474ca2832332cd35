import { type CssNode, generate, lexer } from 'css-tree';
import {
  type Color,
  clampRgb,
  converter,
  fixupHueShorter,
  getMode,
  type Mode,
  parse,
  wcagContrast,
} from 'culori';
import { layersOf } from '../css/values.ts';
import type { Scheme } from '../manifest.ts';
import { Unevaluable } from './unevaluable.ts';

/** A color in sRGB: each component from 0 to 1, not multiplied by alpha. */
export interface Rgba {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

export interface ColourSurroundings {
  readonly scheme: Scheme;
  /** Returns the value of `currentcolor`. */
  current(): Color;
}

/** Parses any CSS color without `var()`. Throws `Unevaluable` for other values and unknown colors. */
export function readColour(text: string, around: ColourSurroundings): Color {
  const plain = known.get(text) ?? (lexer.match('<color>', text).error === null ? parse(text) : undefined);
  if (plain) {
    if (known.size > MAX_CACHED) known.clear();
    known.set(text, plain);
    return plain;
  }
  const [layer, ...others] = layersOf(text);
  const [node, ...rest] = layer ?? [];
  if (!node || others.length > 0 || rest.length > 0) throw new Unevaluable(`${text} is not a colour`);
  return ofNode(node, around);
}

const MAX_CACHED = 5_000;
const known = new Map<string, Color>();

const toRgb = converter('rgb');

export function shown(colour: Color): Rgba {
  const { r, g, b, alpha = 1 } = clampRgb(toRgb(colour));
  return { r, g, b, alpha: Math.min(1, Math.max(0, alpha)) };
}

/** Composites one color over another. */
export function over(top: Rgba, below: Rgba): Rgba {
  if (top.alpha === 1) return top;
  const alpha = top.alpha + below.alpha * (1 - top.alpha);
  if (alpha === 0) return { r: 0, g: 0, b: 0, alpha: 0 };
  const mixed = (a: number, b: number) => (a * top.alpha + b * below.alpha * (1 - top.alpha)) / alpha;
  return { r: mixed(top.r, below.r), g: mixed(top.g, below.g), b: mixed(top.b, below.b), alpha };
}

/** Returns the contrast of two opaque colors by WCAG 2.1, from 1 to 21. */
export const contrast = (a: Rgba, b: Rgba): number =>
  wcagContrast({ mode: 'rgb', ...a }, { mode: 'rgb', ...b });

/** Interpolates linearly, as a gradient does. */
export function between(a: Rgba, b: Rgba, share: number): Rgba {
  const alpha = a.alpha * (1 - share) + b.alpha * share;
  if (alpha === 0) return { r: 0, g: 0, b: 0, alpha };
  const mixed = (from: number, to: number) => (from * a.alpha * (1 - share) + to * b.alpha * share) / alpha;
  return { r: mixed(a.r, b.r), g: mixed(a.g, b.g), b: mixed(a.b, b.b), alpha };
}

function ofNode(node: CssNode, around: ColourSurroundings): Color {
  if (node.type === 'Identifier' && node.name.toLowerCase() === 'currentcolor') return around.current();
  const system = node.type === 'Identifier' ? systemColours[node.name.toLowerCase()] : undefined;
  if (system) return readColour(system[around.scheme], around);
  const name = node.type === 'Function' ? node.name.toLowerCase() : '';
  if (name === 'color-mix' || name === 'light-dark') {
    const inner = generate(node).slice(name.length + 1, -1);
    return name === 'light-dark' ? lightDark(inner, around) : colorMix(inner, around);
  }
  const read = parse(generate(node));
  if (!read) throw new Unevaluable(`${generate(node)} is not a colour that can be measured`);
  return read;
}

/** System colors as Chromium paints them. */
const systemColours: Readonly<Record<string, Readonly<Record<Scheme, string>>>> = {
  canvas: { light: '#ffffff', dark: '#121212' },
  canvastext: { light: '#000000', dark: '#ffffff' },
};

function lightDark(inner: string, around: ColourSurroundings): Color {
  const [light, dark] = layersOf(inner).map((each) => each[0]);
  if (!light || !dark) throw new Unevaluable(`light-dark(${inner}) needs two colours`);
  return ofNode(around.scheme === 'dark' ? dark : light, around);
}

const modes: Readonly<Record<string, Mode>> = {
  srgb: 'rgb',
  'srgb-linear': 'lrgb',
  lab: 'lab',
  oklab: 'oklab',
  hsl: 'hsl',
  hwb: 'hwb',
  lch: 'lch',
  oklch: 'oklch',
};

/**
 * CSS Color 5, 3.2: percentages that do not add up to 100 % are scaled; if they add up to less, the rest is
 * transparent.
 */
function colorMix(inner: string, around: ColourSurroundings): Color {
  const [how = [], first = [], second = [], ...more] = layersOf(inner);
  const [, space = '', way] = how.map((each) => (each.type === 'Identifier' ? each.name.toLowerCase() : ''));
  const mode = modes[space];
  if (!mode || way || more.length > 0) throw new Unevaluable(`color-mix(${inner}) cannot be measured`);
  const [a, b] = [first, second].map((parts) => {
    const colour = parts.find((each) => each.type !== 'Percentage');
    const share = parts.find((each) => each.type === 'Percentage');
    if (!colour) throw new Unevaluable(`color-mix(${inner}) needs two colours`);
    return { colour: ofNode(colour, around), share: share && Number(share.value) / 100 };
  });
  if (!a || !b) throw new Unevaluable(`color-mix(${inner}) needs two colours`);
  const shareA = a.share ?? 1 - (b.share ?? 0.5);
  const shareB = b.share ?? 1 - shareA;
  const sum = shareA + shareB;
  if (sum <= 0) throw new Unevaluable(`color-mix(${inner}) has no share of either`);
  return mixed(a.colour, b.colour, shareB / sum, mode, Math.min(1, sum));
}

function mixed(from: Color, to: Color, share: number, mode: Mode, scale: number): Color {
  const [a, b] = [from, to].map(
    (each) => converter(mode)(each) as Color & Record<string, number | undefined>,
  );
  if (!a || !b) throw new Unevaluable('color-mix() cannot be measured');
  const [alphaA, alphaB] = [a.alpha ?? 1, b.alpha ?? 1];
  const alpha = alphaA * (1 - share) + alphaB * share;
  const channels = getMode(mode).channels.filter((each) => each !== 'alpha');
  const values = channels.map((channel) => {
    const [x, y] = [a[channel] ?? b[channel] ?? 0, b[channel] ?? a[channel] ?? 0];
    if (channel === 'h') {
      const [start = x, end = y] = fixupHueShorter([x, y]);
      return [channel, start * (1 - share) + end * share] as const;
    }
    const sum = x * alphaA * (1 - share) + y * alphaB * share;
    return [channel, alpha === 0 ? 0 : sum / alpha] as const;
  });
  return { mode, ...Object.fromEntries(values), alpha: alpha * scale } as Color;
}
