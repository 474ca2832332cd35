import { type Atrule, type CssNode, findAll } from 'css-tree';
import type { Context } from '../cascade/context.ts';

/** A media query of the format: color scheme, motion and width, joined by `and`. */
export interface Media {
  /** In CSS pixels. */
  readonly widths: readonly number[];
  /** Whether it asks for `prefers-reduced-motion: reduce`. */
  readonly asksForLessMotion: boolean;
  holds(context: Context): boolean;
}

type Test = (context: Context) => boolean;

/** Parses the query of an `@media` rule; null if the format does not permit it. */
export function readMedia({ prelude }: Pick<Atrule, 'prelude'>): Media | null {
  const list = prelude?.type === 'AtrulePrelude' ? prelude.children.first : null;
  if (list?.type !== 'MediaQueryList' || list.children.size !== 1) return null;
  const query = list.children.first;
  if (query?.type !== 'MediaQuery' || query.modifier || query.mediaType || !query.condition) return null;
  const parts = query.condition.type === 'Condition' ? query.condition.children.toArray() : [];
  const isJoined = parts.every((part) => part.type !== 'Identifier' || part.name.toLowerCase() === 'and');
  const tests = parts.filter((part) => part.type !== 'Identifier').map(testOf);
  if (!isJoined || tests.length === 0) return null;
  const known = tests.filter((test) => test !== null);
  if (known.length < tests.length) return null;
  return {
    widths: parts.flatMap(widthsIn),
    asksForLessMotion: parts.some((part) => isWord(part, 'prefers-reduced-motion', 'reduce')),
    holds: (context) => known.every((test) => test(context)),
  };
}

const schemes = ['light', 'dark'] as const;

function testOf(node: CssNode): Test | null {
  if (node.type === 'FeatureRange') return rangeTest(node);
  if (node.type !== 'Feature') return null;
  const scheme = schemes.find((each) => isWord(node, 'prefers-color-scheme', each));
  if (scheme) return ({ system }) => system === scheme;
  if (isWord(node, 'prefers-reduced-motion', 'reduce')) return ({ reducedMotion }) => reducedMotion;
  if (isWord(node, 'prefers-reduced-motion', 'no-preference')) return ({ reducedMotion }) => !reducedMotion;
  const [edge] = node.value ? pixels(node.value) : [];
  if (edge === undefined) return null;
  if (node.name.toLowerCase() === 'min-width') return ({ width }) => width >= edge;
  return node.name.toLowerCase() === 'max-width' ? ({ width }) => width <= edge : null;
}

const isWord = (node: CssNode, name: string, word: string): boolean =>
  node.type === 'Feature' &&
  node.name.toLowerCase() === name &&
  node.value?.type === 'Identifier' &&
  node.value.name.toLowerCase() === word;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function rangeTest(range: CssNode & { type: 'FeatureRange' }): Test | null {
  const { left, leftComparison, middle, rightComparison, right } = range;
  const first = comparisons[leftComparison];
  const second = comparisons[rightComparison ?? '<'];
  const sizes = [left, middle, ...(right ? [right] : [])].map(sizeOf);
  const [a, b, c] = sizes;
  if (!first || !second || sizes.includes(null) || !a || !b) return null;
  return (context) => first(a(context), b(context)) && (!c || second(b(context), c(context)));
}

function sizeOf(node: CssNode): ((context: Context) => number) | null {
  if (node.type === 'Identifier') return node.name.toLowerCase() === 'width' ? ({ width }) => width : null;
  const [edge] = pixels(node);
  return edge === undefined ? null : () => edge;
}

const widthsIn = (node: CssNode): number[] =>
  findAll(node, ({ type }) => type === 'Dimension').flatMap(pixels);

/** In a query, em and rem refer to the browser's default text size. https://www.w3.org/TR/mediaqueries-4/#units */
const perUnit: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16 };

function pixels(node: CssNode): number[] {
  const scale = node.type === 'Dimension' ? perUnit[node.unit.toLowerCase()] : undefined;
  return node.type === 'Dimension' && scale !== undefined ? [Number(node.value) * scale] : [];
}
