import { type CssNode, generate, type Selector } from 'css-tree';
import { placeOf } from '../css/stylesheet.ts';
import { shown, type Violation } from '../measures.ts';
import { attributes, classes, mostCompounds, mostParts, states } from './vocabulary.ts';

/** Returns what in a selector violates the format. */
export function selectorViolations(selector: CssNode): Violation[] {
  const what = selector.type === 'Selector' ? violationOf(selector) : 'is no selector';
  return what === null ? [] : [{ what: `${shown(generate(selector))} ${what}`, where: placeOf(selector) }];
}

function violationOf({ children }: Selector): string | null {
  const compounds: CssNode[][] = [[]];
  for (const node of children) {
    if (node.type !== 'Combinator') compounds.at(-1)?.push(node);
    else if (node.name === ' ') compounds.push([]);
    else return `has the combinator ${node.name}`;
  }
  if (compounds.length > mostCompounds) return `has ${compounds.length} compounds`;
  const violations = compounds.map(compoundViolation);
  return violations.find((violation) => violation !== null) ?? null;
}

function compoundViolation(nodes: readonly CssNode[]): string | null {
  if (nodes.length > mostParts) return `has a compound of ${nodes.length} parts`;
  const wrong = nodes.find((node) => !isKnown(node));
  if (wrong) return `has ${shown(generate(wrong))}`;
  return nodes[0]?.type === 'ClassSelector' ? null : 'has a compound without a class';
}

function isKnown(node: CssNode): boolean {
  if (node.type === 'ClassSelector') return classes.has(node.name);
  if (node.type === 'PseudoClassSelector')
    return node.children === null && states.some((state) => state === node.name);
  if (node.type !== 'AttributeSelector') return false;
  const values = attributes[node.name.name];
  if (!values || node.flags !== null) return false;
  if (node.value === null) return node.matcher === null;
  const value = node.value.type === 'String' ? node.value.value : node.value.name;
  return node.matcher === '=' && values.includes(value);
}
