import Specificity from '@bramus/specificity';
import { type CssNode, find, generate, type Selector } from 'css-tree';
import type { Check } from '../check.ts';
import { endsMotion, placeOf } from '../css/rules.ts';
import { budgets } from '../limits.ts';
import { type Fault, findingOf, many, shown } from '../measures.ts';
import type { ThemePackage } from '../package.ts';
import { selectorsOf } from './selectors.ts';

const mostSpecific = { a: 0, b: 4, c: 0 };

/** What a browser asks of every element anew whenever a page changes, and what others must be able to override. */
export const selectorComplexity: Check<ThemePackage> = {
  id: 'selector-complexity',
  title: 'Selectors are simple',
  required:
    `≤ ${budgets.compounds} compounds, specificity ≤ (0,4,0), no * as the key, no :has() over the whole page; ` +
    '* is free in @media (prefers-reduced-motion: reduce)',
  measure: (theme) => {
    const selectors = selectorsOf(theme);
    const faults = selectors.flatMap(({ selector, styled }) => faultsOf(selector, endsMotion(styled)));
    return findingOf(faults, many(selectors.length, 'selector'));
  },
};

function faultsOf(selector: Selector, mayBeUniversal: boolean): Fault[] {
  const all = compoundsOf(selector);
  const specificity = Specificity.calculateForAST(selector);
  const { a, b, c } = specificity;
  const key = all.at(-1) ?? [];
  const faults = [
    ...(all.length > budgets.compounds ? [`${all.length} compounds`] : []),
    ...(Specificity.compare(specificity, mostSpecific) > 0 ? [`specificity (${a},${b},${c})`] : []),
    ...(!mayBeUniversal && key.some(isUniversal) ? ['* as the key'] : []),
    ...(all.some(asksTheWholePage) ? [':has() over the whole page'] : []),
  ];
  const text = shown(generate(selector));
  return faults.map((what) => ({ what: `${text}: ${what}`, where: placeOf(selector) }));
}

/** What stands between combinators. */
function compoundsOf({ children }: Selector): CssNode[][] {
  const all: CssNode[][] = [[]];
  for (const node of children.toArray())
    if (node.type === 'Combinator') all.push([]);
    else all.at(-1)?.push(node);
  return all;
}

const isUniversal = (node: CssNode): boolean => node.type === 'TypeSelector' && node.name === '*';

const everything = new Set([':root', 'html', 'body', '*']);

/** A `:has()` is asked again with every change below it. */
const asksTheWholePage = (compound: readonly CssNode[]): boolean => {
  const has = compound.filter((node) => find(node, isHas) !== null);
  const others = compound.filter((node) => !has.includes(node));
  return has.length > 0 && others.every((node) => everything.has(generate(node).toLowerCase()));
};

const isHas = (node: CssNode): boolean =>
  node.type === 'PseudoClassSelector' && node.name.toLowerCase() === 'has';
