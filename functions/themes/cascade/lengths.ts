import { type CssNode, generate } from 'css-tree';
import { argumentsOf, layersOf } from '../css/values.ts';
import { HEIGHT } from './context.ts';
import { Unevaluable } from './unevaluable.ts';

/** The references of relative lengths, in CSS pixels. */
export interface LengthSurroundings {
  readonly em: number;
  readonly rem: number;
  /** The viewport's width. */
  readonly width: number;
}

/** Returns a length in CSS pixels; a number without unit as it is. Throws `Unevaluable` for other values. */
export function readLength(text: string, around: LengthSurroundings): number {
  const [layer = [], ...others] = layersOf(text);
  const [node, ...rest] = layer;
  if (!node || others.length > 0 || rest.length > 0) throw new Unevaluable(`${text} is not a length`);
  return ofNode(node, around);
}

const units: Readonly<Record<string, (around: LengthSurroundings) => number>> = {
  px: () => 1,
  em: ({ em }) => em,
  rem: ({ rem }) => rem,
  // CSS uses half an em for the width of a digit if it is unknown.
  ch: ({ em }) => em / 2,
  vw: ({ width }) => width / 100,
  vi: ({ width }) => width / 100,
  vh: () => HEIGHT / 100,
  vb: () => HEIGHT / 100,
  vmin: ({ width }) => Math.min(width, HEIGHT) / 100,
  vmax: ({ width }) => Math.max(width, HEIGHT) / 100,
  s: () => 1_000,
  ms: () => 1,
};

function ofNode(node: CssNode, around: LengthSurroundings): number {
  if (node.type === 'Number') return Number(node.value);
  if (node.type === 'Dimension') {
    const unit = units[node.unit.toLowerCase().replace(/^[sld](?=v)/, '')];
    if (unit) return Number(node.value) * unit(around);
  }
  if (node.type === 'Parentheses') return sum(node.children.toArray(), around);
  const combine = node.type === 'Function' ? functions[node.name.toLowerCase()] : undefined;
  if (node.type === 'Function' && combine) {
    return combine(argumentsOf(node.children).map((each) => sum(each, around)));
  }
  throw new Unevaluable(`${generate(node)} is not a length that can be measured`);
}

const functions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  calc: ([value = 0]) => value,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  clamp: ([low = 0, value = 0, high = 0]) => Math.max(low, Math.min(value, high)),
};

/** Evaluates a sum of products: `2 * 3px + 1rem`. */
function sum(nodes: readonly CssNode[], around: LengthSurroundings): number {
  let total = 0;
  let term = 0;
  let sign = 1;
  let operator = '+';
  for (const node of nodes) {
    if (node.type === 'Operator') {
      operator = node.value.trim();
      continue;
    }
    const value = ofNode(node, around);
    if (operator === '*') term *= value;
    else if (operator === '/') term /= value;
    else {
      total += sign * term;
      sign = operator === '-' ? -1 : 1;
      term = value;
    }
    operator = '+';
  }
  return total + sign * term;
}
