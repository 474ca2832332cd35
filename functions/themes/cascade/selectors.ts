import Specificity from '@bramus/specificity';
import { compile } from 'css-select';
import { type CssNode, findAll, generate, ident, type Selector } from 'css-tree';
import type { AnyNode, Element } from 'domhandler';
import { chainOf } from './document.ts';
import { Unevaluable } from './unevaluable.ts';

export type StateName = 'hover' | 'focus' | 'active';

/** What somebody does to a page: at most one element is pointed at, pressed or focused at a time. */
export interface Interaction {
  readonly kind: StateName;
  readonly element: Element;
}

/** The elements that a state changes something about, and how far from them. */
export interface StateTarget {
  readonly kinds: readonly StateName[];
  readonly reach: 'inside' | 'siblings' | 'page';
  /** Whether it is the element itself that has the state, not one inside it. */
  readonly isOwn: boolean;
  matches(element: Element): boolean;
}

export interface ReadSelector {
  /** Of a class, `#id` or element that it must be for; `*` when it may be any. */
  readonly key: string;
  readonly pseudoElement: string | null;
  /** As one number that compares as specificities do. */
  readonly specificity: number;
  readonly targets: readonly StateTarget[];
  matches(element: Element, interaction: Interaction | null): boolean;
}

const known = new WeakMap<Selector, ReadSelector>();

/** Reads a selector without nesting. Throws `Unevaluable` for what cannot be matched. */
export function readSelector(selector: Selector): ReadSelector {
  const read = known.get(selector) ?? newlyRead(selector);
  known.set(selector, read);
  return read;
}

function newlyRead(selector: Selector): ReadSelector {
  const nodes = selector.children.toArray();
  const pseudo = nodes.findIndex(isPseudoElement);
  const subject = pseudo < 0 ? nodes : nodes.slice(0, pseudo);
  // What follows a pseudo-element, as `::before:hover`, is a state of its element.
  const rest = pseudo < 0 ? [] : nodes.slice(pseudo + 1);
  const matches = compiled([...subject, ...rest]);
  const targets = targetsIn([...subject, ...rest]);
  const { a, b, c } = Specificity.calculateForAST(selector).toObject();
  return {
    key: keyOf(subject),
    pseudoElement: pseudo < 0 ? null : (nameOf(nodes[pseudo]) ?? null),
    specificity: a * 1_000_000 + b * 1_000 + c,
    targets,
    matches: targets.length === 0 ? remembered(matches) : during(matches),
  };
}

const during =
  (matches: (element: Element) => boolean): ReadSelector['matches'] =>
  (element, interaction) => {
    current = interaction;
    return matches(element);
  };

/** What no state has a part in is the same each time. */
function remembered(matches: (element: Element) => boolean): ReadSelector['matches'] {
  const known = new WeakMap<Element, boolean>();
  return (element) => {
    const is = known.get(element) ?? matches(element);
    known.set(element, is);
    return is;
  };
}

const oldPseudoElements = new Set(['before', 'after', 'first-line', 'first-letter']);
const isPseudoElement = (node: CssNode): boolean =>
  node.type === 'PseudoElementSelector' ||
  (node.type === 'PseudoClassSelector' && oldPseudoElements.has(nameOf(node) ?? ''));

const nameOf = (node: CssNode | undefined): string | undefined =>
  node && 'name' in node ? ident.decode(String(node.name)).toLowerCase() : undefined;

/** The interaction under which the selector at hand is matched: css-select hands its pseudo-classes the element only. */
let current: Interaction | null = null;

const inChain = (element: Element): boolean => current !== null && chainOf(current.element).includes(element);
const isFocus = (element: Element): boolean => current?.kind === 'focus' && current.element === element;
const never = (): boolean => false;
const isInvalid = ({ attribs }: Element): boolean =>
  attribs['aria-invalid'] === 'true' || (attribs.required !== undefined && !attribs.value);

const pseudos: Record<string, string | ((element: Element) => boolean)> = {
  hover: (element) => current !== null && current.kind !== 'focus' && inChain(element),
  active: (element) => current?.kind === 'active' && inChain(element),
  focus: isFocus,
  'focus-visible': isFocus,
  'focus-within': (element) => current?.kind === 'focus' && inChain(element),
  invalid: isInvalid,
  'user-invalid': isInvalid,
  valid: (element) => !isInvalid(element),
  'user-valid': never,
  'placeholder-shown': ':is(input, textarea)[placeholder]:not([value])',
  open: ':is(dialog, details)[open]',
  visited: never,
  target: never,
  autofill: never,
  indeterminate: never,
  modal: never,
  fullscreen: never,
  'popover-open': never,
  defined: () => true,
};

const structural = new Set(
  (
    'root empty first-child last-child only-child first-of-type last-of-type only-of-type nth-child nth-last-child ' +
    'nth-of-type nth-last-of-type is where not has any-link link disabled enabled checked required optional'
  ).split(' '),
);

/** css-select knows more pseudo-classes than browsers do, who would leave such a rule out. */
const isStandard = (name: string): boolean => structural.has(name) || Object.hasOwn(pseudos, name);

function compiled(nodes: readonly CssNode[]): (element: Element) => boolean {
  const text = nodes.map((node) => generate(node)).join('') || '*';
  const written = /[\s>+~]$/.test(text) ? `${text}*` : text;
  for (const pseudo of nodes.flatMap((node) => findAll(node, ({ type }) => type === 'PseudoClassSelector')))
    if (!isStandard(nameOf(pseudo) ?? '')) throw new Unevaluable(`the selector ${text} cannot be matched`);
  // Not allowed in CSS, and slow to match.
  if (/:has\(.*:has\(/i.test(text))
    throw new Unevaluable(`the selector ${text.slice(0, 60)} cannot be matched`);
  try {
    return compile<AnyNode, Element>(written, { pseudos, cacheResults: false, relativeSelector: false });
  } catch {
    throw new Unevaluable(`the selector ${text} cannot be matched`);
  }
}

function keyOf(nodes: readonly CssNode[]): string {
  const last = nodes.findLastIndex(({ type }) => type === 'Combinator');
  const compound = nodes.slice(last + 1);
  const named = compound.find(({ type }) => type === 'ClassSelector') ?? compound.find(isNamedType);
  if (named?.type === 'ClassSelector') return `.${ident.decode(named.name)}`;
  return named?.type === 'TypeSelector' ? ident.decode(named.name).toLowerCase() : '*';
}

const isNamedType = (node: CssNode): boolean => node.type === 'TypeSelector' && node.name !== '*';

const kindsOf: Readonly<Record<string, readonly StateName[]>> = {
  hover: ['hover', 'active'],
  active: ['active'],
  focus: ['focus'],
  'focus-visible': ['focus'],
  'focus-within': ['focus'],
};

function targetsIn(nodes: readonly CssNode[]): StateTarget[] {
  const ends = nodes.flatMap((node, at) => (node.type === 'Combinator' ? [at] : []));
  return [...ends, nodes.length].flatMap((end, index) => {
    const compound = nodes.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end);
    const kinds = [...new Set(compound.flatMap(statesIn))];
    if (kinds.length === 0) return [];
    const before = nodes.slice(0, end - compound.length);
    const stripped = [...before, ...compound].filter((node) => statesIn(node).length === 0);
    const matches = compiled(stripped);
    const hasSiblings = nodes.slice(end).some((each) => each.type === 'Combinator' && /[+~]/.test(each.name));
    const looksInside = compound.some((each) => nameOf(each) === 'has' && statesIn(each).length > 0);
    const isOwn = !looksInside && kinds.every((each) => each === 'focus') && !compound.some(asksWithin);
    return [{ kinds, matches, isOwn, reach: looksInside ? 'page' : hasSiblings ? 'siblings' : 'inside' }];
  });
}

const asksWithin = (node: CssNode): boolean => generate(node).toLowerCase().includes(':focus-within');

function statesIn(node: CssNode): readonly StateName[] {
  const own = node.type === 'PseudoClassSelector' ? (kindsOf[nameOf(node) ?? ''] ?? []) : [];
  const inner = 'children' in node && node.children ? node.children.toArray().flatMap(statesIn) : [];
  return [...own, ...inner];
}
