import { type CssNode, generate } from 'css-tree';
import { layersOf } from '../css/values.ts';
import type { ValueRule } from './values.ts';

/** What a transition may change: what a browser moves without layout, and what is repainted for a short while. */
export const transitioned: readonly string[] = [
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

/** What the frames of an animation may say. https://web.dev/articles/animations-guide */
export const animated: readonly string[] = ['transform', 'opacity'];

/** Milliseconds that a transition or one run of an animation may take, and how often one may run. */
export const longestMotion = 1_000;
export const mostRuns = 3;

const timings = ['ease', 'linear', 'ease-in', 'ease-out', 'ease-in-out', 'step-start', 'step-end'];

/** Transitions, each with one time and the name of what it changes. */
export const transitions: ValueRule = (text) => (text === 'none' ? null : motions(text, transitioned, 0));

/** Animations by keyframes of the package: they end, and leave the component as it was. */
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
