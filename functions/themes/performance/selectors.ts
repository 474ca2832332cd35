import { type CssNode, find, generate, type PseudoClassSelector, type Rule, type Selector } from 'css-tree';
import { isKeyframes, type StyleRule, styleRules } from '../css/rules.ts';
import type { ThemePackage } from '../package.ts';

/** A selector, and the rule that it stands in. */
export interface Selecting {
  readonly selector: Selector;
  readonly styled: StyleRule;
}

/** Every selector of the theme's rules. */
export const selectorsOf = ({ stylesheet }: ThemePackage): Selecting[] =>
  styleRules(stylesheet)
    .filter(({ within }) => !within.some(isKeyframes))
    .flatMap((styled) => selectorsIn(styled.rule).map((selector) => ({ selector, styled })));

const selectorsIn = ({ prelude }: Rule): Selector[] =>
  prelude.type === 'SelectorList'
    ? prelude.children.toArray().filter((node) => node.type === 'Selector')
    : [];

/** Pseudo-classes that tell of a page's structure; all others tell of a state that it may come to. */
const structural = new Set(
  (
    'root empty is where not has matches any-link link first-child last-child only-child nth-child nth-last-child ' +
    'first-of-type last-of-type only-of-type nth-of-type nth-last-of-type'
  ).split(' '),
);
const grouping = new Set(['is', 'where', 'not', 'has', 'matches']);

/** The part of a selector that asks for no state, as css-select takes it. `&` is what its rule is nested in. */
export function withoutState(selector: Selector, parents: readonly Rule[]): string {
  const inside = parents.at(-1);
  const around = inside
    ? `:is(${selectorsIn(inside).map((outer) => withoutState(outer, parents.slice(0, -1)))})`
    : '';
  const isNested = inside !== undefined && !generate(selector).includes('&');
  return (isNested ? `${around} ` : '') + compounds(selector, around);
}

function compounds(selector: Selector, around: string): string {
  let text = '';
  let compound = '';
  for (const [index, node] of selector.children.toArray().entries()) {
    if (node.type === 'Combinator') {
      // What begins with one, as in :has(> b), has nothing before it.
      text += `${compound || (index === 0 ? '' : '*')}${node.name === ' ' ? ' ' : ` ${node.name} `}`;
      compound = '';
    } else compound += simple(node, around);
  }
  return text + (compound || '*');
}

function simple(node: CssNode, around: string): string {
  if (node.type === 'NestingSelector') return around;
  if (node.type === 'PseudoElementSelector') return '';
  // Set on the root by whoever looks: light or dark.
  if (node.type === 'AttributeSelector' && node.name.name === 'data-scheme') return '';
  return node.type === 'PseudoClassSelector' ? pseudoClass(node, around) : generate(node);
}

function pseudoClass(node: PseudoClassSelector, around: string): string {
  const name = node.name.toLowerCase();
  if (!structural.has(name)) return '';
  const list = node.children?.first;
  if (!grouping.has(name) || list?.type !== 'SelectorList') return generate(node);
  // What is not in a state may come to be.
  if (name === 'not' && find(list, isState) !== null) return '';
  const inner = list.children.toArray().filter((child) => child.type === 'Selector');
  const stateless = inner.map((child) => compounds(child, around));
  return stateless.includes('*') ? '' : `:${name}(${stateless.join(', ')})`;
}

const isState = (node: CssNode): boolean =>
  node.type === 'PseudoElementSelector' ||
  (node.type === 'PseudoClassSelector' && !structural.has(node.name.toLowerCase()));
