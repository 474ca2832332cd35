import { type CssNode, type Declaration, generate, ident } from 'css-tree';
import type { Check } from '../check.ts';
import { isKeyframes, placeOf, styleRules } from '../css/rules.ts';
import { type Fault, findingOf, many, shown } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** What a browser moves without laying out or painting anew. https://web.dev/articles/animations-guide */
const composited = new Set('transform translate rotate scale opacity filter backdrop-filter'.split(' '));
/** What is painted anew, but moves nothing: for a short while, and only of what is touched. */
const painted = new Set(
  (
    'color background-color border-color border-top-color border-right-color border-bottom-color ' +
    'border-left-color border-block-color border-inline-color outline outline-color outline-offset box-shadow ' +
    'text-shadow text-decoration-color fill stroke caret-color accent-color column-rule-color visibility'
  ).split(' '),
);

export const compositorAnimations: Check<ThemePackage> = {
  id: 'compositor-animations',
  title: 'Motion costs no layout',
  required:
    '@keyframes of transform (translate, rotate, scale), opacity and filter; transitions of these, of colours, ' +
    'outlines and shadows, each by its name: never all',
  measure: ({ stylesheet }) => {
    const declarations = styleRules(stylesheet).flatMap(({ rule, within }) =>
      rule.block.children
        .toArray()
        .filter((node) => node.type === 'Declaration')
        .map((node) => ({ node, isFrame: within.some(isKeyframes) })),
    );
    const faults = declarations.flatMap(({ node, isFrame }) =>
      isFrame ? frameFaults(node) : transitionFaults(node),
    );
    return findingOf(faults, many(declarations.filter(({ node }) => isMotion(node)).length, 'motion'));
  },
};

const propertyOf = ({ property }: Declaration): string =>
  ident
    .decode(property)
    .toLowerCase()
    .replace(/^-(webkit|moz)-/, '');

const isMotion = (node: Declaration): boolean =>
  /^(transition|animation)(-name|-property)?$/.test(propertyOf(node));

function frameFaults(node: Declaration): Fault[] {
  const property = propertyOf(node);
  const isFree = composited.has(property) || property === 'animation-timing-function';
  return isFree ? [] : [{ what: `${shown(property)} in @keyframes`, where: placeOf(node) }];
}

function transitionFaults(node: Declaration): Fault[] {
  const property = propertyOf(node);
  const named =
    property === 'transition' ? shorthand(node) : property === 'transition-property' ? longhand(node) : [];
  return named
    .filter((name) => !composited.has(name) && !painted.has(name))
    .map((name) => ({ what: `a transition of ${shown(name)}`, where: placeOf(node) }));
}

/** Of no property, or of the inherited one. */
const idle = new Set(['none', 'initial', 'inherit', 'unset', 'revert', 'revert-layer']);
/** What else stands in the shorthand as a word. https://www.w3.org/TR/css-transitions-2/#transition-shorthand-property */
const words = new Set(
  'ease linear ease-in ease-out ease-in-out step-start step-end normal allow-discrete'.split(' '),
);

/** What is named by nobody is all. */
const shorthand = ({ value }: Declaration): string[] =>
  layersOf(value).flatMap((layer) => {
    const names = namesIn(layer).filter((name) => !words.has(name));
    return names.length === 0 ? ['all'] : names.filter((name) => !idle.has(name));
  });

const longhand = ({ value }: Declaration): string[] =>
  layersOf(value).flatMap((layer) => {
    const names = namesIn(layer);
    return names.length === 0 ? [generate(value)] : names.filter((name) => !idle.has(name));
  });

const namesIn = (nodes: readonly CssNode[]): string[] =>
  nodes
    .filter((node) => node.type === 'Identifier')
    .map(({ name }) =>
      ident
        .decode(name)
        .toLowerCase()
        .replace(/^-(webkit|moz)-/, ''),
    );

/** What stands between commas. */
function layersOf(value: Declaration['value']): CssNode[][] {
  if (value.type !== 'Value') return [];
  const layers: CssNode[][] = [[]];
  for (const node of value.children.toArray())
    if (node.type === 'Operator' && node.value === ',') layers.push([]);
    else layers.at(-1)?.push(node);
  return layers;
}
