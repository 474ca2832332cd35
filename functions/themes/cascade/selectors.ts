import { type CssNode, generate, type Selector } from 'css-tree';
import type { Element } from 'domhandler';
import { chainOf, classesOf, parentOf } from './document.ts';
import { Unevaluable } from './unevaluable.ts';

export type StateName = 'hover' | 'focus' | 'active';

/** A user's interaction with a page: at most one element is hovered, pressed or focused at a time. */
export interface Interaction {
  readonly kind: StateName;
  readonly element: Element;
}

/** The elements that a state changes, with their descendants. */
export interface StateTarget {
  readonly kinds: readonly StateName[];
  /** Whether the selector matches an element, ignoring states. */
  matches(element: Element): boolean;
}

export interface ReadSelector {
  /** A class or an element name that a match must have; `*` if any matches. */
  readonly key: string;
  readonly pseudoElement: string | null;
  /** As a single number that compares like specificities. */
  readonly specificity: number;
  readonly targets: readonly StateTarget[];
  matches(element: Element, interaction: Interaction | null): boolean;
}

type Test = (element: Element, interaction: Interaction | null) => boolean;

/** The part of a selector between two combinators. */
interface Compound {
  readonly tests: readonly Test[];
  readonly states: readonly { readonly kinds: readonly StateName[]; readonly test: Test }[];
}

/**
 * Parses selectors of elements, classes, attributes and states with descendant combinators. Throws `Unevaluable` for
 * others.
 */
export function readSelector(selector: Selector): ReadSelector {
  const all = selector.children.toArray();
  const pseudo = all.find((node) => node.type === 'PseudoElementSelector');
  const nodes = all.filter((node) => node !== pseudo);
  const compounds = compoundsOf(nodes).map(readCompound);
  const withStates = compounds.map(({ tests, states }) => [...tests, ...states.map(({ test }) => test)]);
  const still = compounds.map(({ tests }) => tests);
  return {
    key: keyOf(compoundsOf(nodes).at(-1) ?? []),
    pseudoElement: pseudo?.type === 'PseudoElementSelector' ? pseudo.name.toLowerCase() : null,
    specificity: nodes.reduce((sum, node) => sum + weightOf(node), pseudo ? 1 : 0),
    targets: compounds.flatMap(({ states }, at) => {
      const kinds = [...new Set(states.flatMap((state) => state.kinds))];
      const upTo = still.slice(0, at + 1);
      return kinds.length === 0 ? [] : [{ kinds, matches: (element) => fits(upTo, element, null) }];
    }),
    matches: (element, interaction) => fits(withStates, element, interaction),
  };
}

/** Matches from the last compound outwards: each must match an ancestor of the previous match. */
function fits(
  compounds: readonly (readonly Test[])[],
  element: Element,
  interaction: Interaction | null,
): boolean {
  const [key = [], ...others] = compounds.toReversed();
  if (!key.every((test) => test(element, interaction))) return false;
  let above = parentOf(element);
  for (const tests of others) {
    while (above && !tests.every((test) => test(above as Element, interaction))) above = parentOf(above);
    if (!above) return false;
    above = parentOf(above);
  }
  return true;
}

/** Splits a selector at its combinators. */
function compoundsOf(nodes: readonly CssNode[]): CssNode[][] {
  const compounds: CssNode[][] = [[]];
  for (const node of nodes) {
    if (node.type !== 'Combinator') compounds.at(-1)?.push(node);
    else if (node.name === ' ') compounds.push([]);
    else throw new Unevaluable(`the combinator ${node.name} cannot be matched`);
  }
  return compounds;
}

function readCompound(nodes: readonly CssNode[]): Compound {
  const states = nodes.flatMap((node) => {
    const state = node.type === 'PseudoClassSelector' ? interactive[node.name.toLowerCase()] : undefined;
    return state ? [state] : [];
  });
  const isState = (node: CssNode) =>
    node.type === 'PseudoClassSelector' && node.name.toLowerCase() in interactive;
  return { tests: nodes.filter((node) => !isState(node)).map(testOf), states };
}

const isWithin = (element: Element, interaction: Interaction | null): boolean =>
  interaction !== null && chainOf(interaction.element).includes(element);

const interactive: Readonly<Record<string, Compound['states'][number]>> = {
  hover: {
    kinds: ['hover', 'active'],
    test: (element, interaction) => interaction?.kind !== 'focus' && isWithin(element, interaction),
  },
  active: {
    kinds: ['active'],
    test: (element, interaction) => interaction?.kind === 'active' && isWithin(element, interaction),
  },
  'focus-visible': {
    kinds: ['focus'],
    test: (element, interaction) => interaction?.kind === 'focus' && interaction.element === element,
  },
};

const siblings = (element: Element): Element[] =>
  (element.parent?.children ?? []).filter((each) => each.type === 'tag') as Element[];

/** States that follow from the document. */
const standing: Readonly<Record<string, (element: Element) => boolean>> = {
  root: (element) => parentOf(element) === null,
  checked: ({ attribs }) => attribs.checked !== undefined,
  disabled: ({ attribs }) => attribs.disabled !== undefined,
  'first-child': (element) => siblings(element)[0] === element,
  'last-child': (element) => siblings(element).at(-1) === element,
};

function testOf(node: CssNode): Test {
  if (node.type === 'ClassSelector') return (element) => classesOf(element).includes(node.name);
  if (node.type === 'TypeSelector') return (element) => node.name === '*' || element.name === node.name;
  if (node.type === 'AttributeSelector') {
    const { name } = node.name;
    const value = node.value && (node.value.type === 'String' ? node.value.value : node.value.name);
    return ({ attribs }) => attribs[name] !== undefined && (value === null || attribs[name] === value);
  }
  const inner = node.type === 'PseudoClassSelector' ? node.children?.first : null;
  if (node.type === 'PseudoClassSelector' && node.name === 'not' && inner?.type === 'SelectorList') {
    const tests = inner.children
      .toArray()
      .flatMap((each) => (each as Selector).children.toArray().map(testOf));
    return (element, interaction) => !tests.every((test) => test(element, interaction));
  }
  const state = node.type === 'PseudoClassSelector' ? standing[node.name.toLowerCase()] : undefined;
  if (!state) throw new Unevaluable(`the selector ${generate(node)} cannot be matched`);
  return state;
}

/** Classes, attributes and states outweigh a thousand elements. https://www.w3.org/TR/selectors-4/#specificity-rules */
function weightOf(node: CssNode): number {
  if (node.type === 'Combinator') return 0;
  return node.type === 'TypeSelector' ? Number(node.name !== '*') : 1_000;
}

function keyOf(compound: readonly CssNode[]): string {
  const named =
    compound.find(({ type }) => type === 'ClassSelector') ??
    compound.find(({ type }) => type === 'TypeSelector');
  if (named?.type === 'ClassSelector') return `.${named.name}`;
  return named?.type === 'TypeSelector' ? named.name : '*';
}
