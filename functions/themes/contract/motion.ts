import { type CssNode, generate } from 'css-tree';
import { layersOf } from '../css/values.ts';
import type { ValueRule } from './values.ts';

/**
 * Properties that a transition may change: those that browsers animate without layout, and those that are repainted
 * briefly.
 */
const transitioned: readonly string[] = [
  'transform',
  'opacity',
  'color',
  'background-color',
  'border-color',
  'outline-color',
  'outline-offset',
  'box-shadow',
  'text-decoration-color',
];

/** Properties that keyframes may set. https://web.dev/articles/animations-guide */
export const animated: readonly string[] = ['transform', 'opacity'];

/** The maximum duration of a transition or one animation run in milliseconds, and the maximum number of runs. */
const longestMotion = 1_000;
const mostRuns = 3;

const timings = ['ease', 'linear', 'ease-in', 'ease-out', 'ease-in-out', 'step-start', 'step-end'];

/** Transitions, each with one duration and one property. */
export const transitions: ValueRule = (text) => (text === 'none' ? null : motions(text, transitioned, 0));

/** Animations with keyframes of the package. They end, and leave the component unchanged. */
export const animations =
  (keyframes: readonly string[]): ValueRule =>
  (text) =>
    text === 'none' ? null : motions(text, keyframes, mostRuns);

function motions(text: string, names: readonly string[], runs: number): string | null {
  return (
    layersOf(text)
      .map((layer) => motionViolation(layer, names, runs))
      .find((violation) => violation !== null) ?? null
  );
}

function motionViolation(parts: readonly CssNode[], names: readonly string[], runs: number): string | null {
  const times = parts.filter((part) => part.type === 'Dimension');
  const words = parts.flatMap((part) => (part.type === 'Identifier' ? [part.name] : []));
  const named = words.filter((word) => !timings.includes(word));
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined) return `names ${unknown}`;
  if (named.length !== 1) return 'does not name what moves';
  if (times.length !== 1) return 'has not one time';
  const [time] = times;
  const isShort = time !== undefined && Number(time.value) * (time.unit === 's' ? 1_000 : 1) <= longestMotion;
  if (!isShort) return `takes more than ${longestMotion} ms`;
  const others = parts.filter((part) => part.type !== 'Dimension' && part.type !== 'Identifier');
  const wrong = others.find((part) => !isTiming(part) && !isRun(part, runs));
  return wrong ? `has ${generate(wrong)}` : null;
}

const isTiming = (node: CssNode): boolean =>
  node.type === 'Function' && ['cubic-bezier', 'steps'].includes(node.name);

const isRun = (node: CssNode, most: number): boolean =>
  node.type === 'Number' && Number(node.value) >= 1 && Number(node.value) <= most;
