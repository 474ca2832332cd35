import { type CssNode, generate } from 'css-tree';
import { type Context, HEIGHT } from './context.ts';
import { Unevaluable } from './unevaluable.ts';

/** Whether a prelude of @media holds. Preferences that are not part of the context are taken as not expressed. */
export function mediaHolds(prelude: CssNode, context: Context): boolean {
  if (prelude.type === 'AtrulePrelude' || prelude.type === 'MediaQueryList')
    return prelude.children.toArray().some((each) => mediaHolds(each, context));
  if (prelude.type !== 'MediaQuery') throw unknown(prelude);
  const type = prelude.mediaType ?? 'all';
  const holds =
    (type === 'all' || type === 'screen') &&
    (!prelude.condition || conditionHolds(prelude.condition, context));
  return prelude.modifier === 'not' ? !holds : holds;
}

/** The widths in CSS pixels that the queries of a prelude ask about. */
export function widthsIn(node: CssNode): number[] {
  if (node.type === 'Feature') return node.name.endsWith('width') && node.value ? [pixels(node.value)] : [];
  if (node.type === 'FeatureRange')
    return [node.left, node.middle, node.right]
      .filter((each) => each?.type === 'Dimension')
      .map((each) => pixels(each as CssNode));
  if (node.type === 'MediaQuery') return node.condition ? widthsIn(node.condition) : [];
  return 'children' in node && node.children ? node.children.toArray().flatMap(widthsIn) : [];
}

function conditionHolds(node: CssNode, context: Context): boolean {
  if (node.type === 'Feature') return featureHolds(node.name, node.value, context);
  if (node.type === 'FeatureRange') return rangeHolds(node, context);
  if (node.type !== 'Condition') throw unknown(node);
  const parts = node.children.toArray();
  const words = parts.flatMap((each) => (each.type === 'Identifier' ? [each.name.toLowerCase()] : []));
  const held = parts
    .filter((each) => each.type !== 'Identifier')
    .map((each) => conditionHolds(each, context));
  if (words.includes('not')) return !held[0];
  return words.includes('or') ? held.includes(true) : !held.includes(false);
}

/** What a media feature is, when it is a word. */
const words: Readonly<Record<string, (context: Context) => string>> = {
  'prefers-color-scheme': ({ scheme }) => scheme,
  'prefers-reduced-motion': ({ reducedMotion }) => (reducedMotion ? 'reduce' : 'no-preference'),
  'prefers-contrast': () => 'no-preference',
  'prefers-reduced-transparency': () => 'no-preference',
  'prefers-reduced-data': () => 'no-preference',
  'forced-colors': () => 'none',
  'inverted-colors': () => 'none',
  hover: ({ touch }) => (touch ? 'none' : 'hover'),
  'any-hover': ({ touch }) => (touch ? 'none' : 'hover'),
  pointer: ({ touch }) => (touch ? 'coarse' : 'fine'),
  'any-pointer': ({ touch }) => (touch ? 'coarse' : 'fine'),
  orientation: ({ width }) => (width > HEIGHT ? 'landscape' : 'portrait'),
  scripting: () => 'enabled',
  update: () => 'fast',
  'color-gamut': () => 'srgb',
  'dynamic-range': () => 'standard',
  'display-mode': () => 'browser',
};

function featureHolds(name: string, value: CssNode | null, context: Context): boolean {
  const word = words[name];
  if (word) {
    const is = word(context);
    if (!value) return is !== 'none' && is !== 'no-preference';
    return value.type === 'Identifier' && value.name.toLowerCase() === is;
  }
  const [, bound, size] = /^(min-|max-)?(width|height)$/.exec(name) ?? [];
  if (size === undefined) throw new Unevaluable(`@media (${name}) is not known`);
  if (!value) return true;
  const is = size === 'width' ? context.width : HEIGHT;
  if (bound === 'min-') return is >= pixels(value);
  return bound === 'max-' ? is <= pixels(value) : is === pixels(value);
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
};

function rangeHolds(range: CssNode & { type: 'FeatureRange' }, context: Context): boolean {
  const size = (node: CssNode) => {
    if (node.type !== 'Identifier') return pixels(node);
    if (node.name === 'width') return context.width;
    if (node.name === 'height') return HEIGHT;
    throw new Unevaluable(`@media (${node.name}) is not known`);
  };
  const first = comparisons[range.leftComparison]?.(size(range.left), size(range.middle)) ?? false;
  if (!range.right || !range.rightComparison) return first;
  return first && (comparisons[range.rightComparison]?.(size(range.middle), size(range.right)) ?? false);
}

function pixels(node: CssNode): number {
  if (node.type === 'Number') return Number(node.value);
  const scale = node.type === 'Dimension' ? { px: 1, em: 16, rem: 16 }[node.unit.toLowerCase()] : undefined;
  if (node.type !== 'Dimension' || scale === undefined) throw unknown(node);
  return Number(node.value) * scale;
}

const unknown = (node: CssNode): Unevaluable => new Unevaluable(`@media ${generate(node)} is not known`);
