import { type CssNode, generate } from 'css-tree';
import { layersOf } from '../css/values.ts';

const sides = ['top', 'right', 'bottom', 'left'] as const;
const whats = ['color', 'style', 'width'] as const;
type What = (typeof whats)[number];
const edges = (what: What): string[] => sides.map((side) => `border-${side}-${what}`);

/** Evaluated longhand → its initial value. */
export const initials: Readonly<Record<string, string>> = {
  color: 'canvastext',
  'font-size': '16px',
  'font-weight': '400',
  'line-height': 'normal',
  display: 'inline',
  content: 'normal',
  opacity: '1',
  'box-shadow': 'none',
  'background-color': 'transparent',
  'background-image': 'none',
  ...Object.fromEntries(edges('color').map((name) => [name, 'currentcolor'])),
  ...Object.fromEntries(edges('style').map((name) => [name, 'none'])),
  ...Object.fromEntries(edges('width').map((name) => [name, 'medium'])),
  'outline-color': 'currentcolor',
  'outline-style': 'none',
  'outline-width': 'medium',
  'outline-offset': '0',
  'transition-duration': '0s',
  'transition-property': 'all',
  'animation-duration': '0s',
  'animation-name': 'none',
};

export const inherited: ReadonlySet<string> = new Set(['color', 'font-size', 'font-weight', 'line-height']);

/** Whether a property only affects motion, and not the page at rest. */
export const isMotion = (property: string): boolean => /^(transition|animation)/.test(property);

/** Returns the longhands that a declaration sets; empty for properties that are not evaluated. */
export function longhandsOf(property: string, text: string): readonly (readonly [string, string])[] {
  if (property in initials) return [[property, text]];
  if (property === 'transition' || property === 'animation') return motion(property, text);
  const [, side = '', what = ''] =
    /^(?:border|outline)(?:-(top|right|bottom|left))?(?:-(\w+))?$/.exec(property) ?? [];
  if (property === 'outline') return line('outline', text);
  if (!property.startsWith('border') || (what && !whats.some((each) => each === what))) return [];
  if (what) return aroundSides(what as What, text);
  return (side ? [side] : sides).flatMap((each) => line(`border-${each}`, text));
}

/** Expands one to four values, clockwise from the top. */
function aroundSides(what: What, text: string): (readonly [string, string])[] {
  const [parts = []] = layersOf(text);
  const at = [[0], [1, 0], [2, 0], [3, 1, 0]].map((order) => order.find((each) => parts[each]) ?? 0);
  return edges(what).map((longhand, side) => {
    const part = parts[at[side] ?? 0];
    return [longhand, part ? generate(part) : ''];
  });
}

/** Expands a border or an outline: width, style and color in any order. */
function line(name: string, text: string): (readonly [string, string])[] {
  const [parts = []] = layersOf(text);
  const found = new Map(parts.map((part) => [whatOf(part), generate(part)]));
  return whats.map((what) => {
    const longhand = `${name}-${what}`;
    return [longhand, found.get(what) ?? initials[longhand] ?? ''];
  });
}

const lineStyles = /^(none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset|auto)$/i;
const lineWidths = /^(thin|medium|thick)$/i;

/** Returns which part of a border a value is. */
export function whatOf(node: CssNode): What {
  if (node.type === 'Number' || node.type === 'Dimension') return 'width';
  if (node.type === 'Function') return /^(calc|min|max|clamp)$/i.test(node.name) ? 'width' : 'color';
  if (node.type !== 'Identifier') return 'color';
  return lineStyles.test(node.name) ? 'style' : lineWidths.test(node.name) ? 'width' : 'color';
}

/** Expands the durations of motion. Which property moves does not matter. */
function motion(property: string, text: string): (readonly [string, string])[] {
  const isNone = text.trim().toLowerCase() === 'none';
  const name = property === 'transition' ? 'transition-property' : 'animation-name';
  const times = layersOf(text).map((layer) => layer.find(isTime));
  return [
    [name, isNone ? 'none' : 'some'],
    [`${property}-duration`, times.map((time) => (time ? generate(time) : '0s')).join(',')],
  ];
}

const isTime = (node: CssNode): boolean => node.type === 'Dimension' && /^m?s$/i.test(node.unit);
