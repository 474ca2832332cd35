import {
  type Atrule,
  type CssNode,
  type Declaration,
  generate,
  ident,
  type List,
  parse,
  type Selector,
  type StyleSheet,
} from 'css-tree';
import { mediaHolds, widthsIn } from './conditions.ts';
import type { Context } from './context.ts';
import { Layer } from './layers.ts';
import { isKnown } from './properties.ts';
import { type ReadSelector, readSelector } from './selectors.ts';
import { Unevaluable } from './unevaluable.ts';

/** A stylesheet, and the name that findings call it by. */
export interface Source {
  readonly file: string;
  readonly stylesheet: StyleSheet;
}

export interface Declared {
  readonly property: string;
  readonly text: string;
  readonly important: boolean;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A selector with what is declared for it, and when it applies. */
export interface Rule {
  readonly selector: ReadSelector;
  readonly layer: Layer;
  readonly order: number;
  readonly declarations: readonly Declared[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly widths: readonly number[];
  holds(context: Context): boolean;
}

/** Reads stylesheets, in their order, into one list of rules. Throws `Unevaluable` for what cannot be taken into account. */
export function readRules(sources: readonly Source[]): {
  readonly rules: readonly Rule[];
  readonly root: Layer;
} {
  const rules: Rule[] = [];
  const root = new Layer();
  for (const { file, stylesheet } of sources)
    readBlock(stylesheet.children, { file, layer: root, conditions: [], selectors: null, rules });
  root.number(0);
  return { rules, root };
}

interface Place {
  readonly file: string;
  readonly layer: Layer;
  readonly conditions: readonly Condition[];
  /** Those of the rule that this stands in. */
  readonly selectors: readonly Selector[] | null;
  readonly rules: Rule[];
}

function readBlock(nodes: List<CssNode>, place: Place): void {
  const declarations = nodes.toArray().filter((node) => node.type === 'Declaration');
  if (place.selectors && declarations.length > 0) addRule(declarations, place, place.selectors);
  for (const node of nodes) {
    if (node.type === 'Atrule') readAtrule(node, place);
    else if (node.type === 'Rule' && node.prelude.type === 'SelectorList') {
      const own = node.prelude.children.toArray().filter((each) => each.type === 'Selector');
      const { selectors: outer } = place;
      readBlock(node.block.children, {
        ...place,
        selectors: outer ? own.map((each) => nested(each, outer)) : own,
      });
    } else if (node.type !== 'Declaration' && node.type !== 'Comment' && node.type !== 'WhiteSpace')
      throw new Unevaluable(`${at(node, place)}: ${generate(node).slice(0, 40)} cannot be read`);
  }
}

function addRule(nodes: readonly Declaration[], place: Place, selectors: readonly Selector[]): void {
  const { file, layer, conditions, rules } = place;
  const declarations = nodes
    .map((node) => ({ node, property: ident.decode(node.property) }))
    .filter(({ property }) => isKnown(property))
    .map(({ node, property }) => ({
      property: property.startsWith('--') ? property : property.toLowerCase(),
      text: generate(node.value).trim(),
      important: node.important !== false,
      file,
      line: node.loc?.start.line ?? 0,
      column: node.loc?.start.column ?? 0,
    }));
  if (declarations.length === 0) return;
  for (const each of selectors)
    rules.push({ selector: readSelector(each), layer, order: rules.length, declarations, conditions });
}

/** What says nothing about how an element looks once it is at rest. */
const aside = new Set(['charset', 'font-face', 'keyframes', 'page', 'counter-style', 'font-feature-values']);

function readAtrule(node: Atrule, place: Place): void {
  const name = node.name.toLowerCase();
  if (aside.has(name.replace(/^-\w+-/, '')) || name === 'starting-style') return;
  if (name === 'layer') readLayer(node, place);
  else if (name === 'media' && node.prelude && node.block)
    readBlock(node.block.children, withCondition(place, mediaCondition(node.prelude)));
  else if (name === 'container' && node.block)
    readBlock(node.block.children, withCondition(place, ofContainer));
  else if (name === 'supports' && node.block) {
    if (!node.prelude || !/^\s*not\b/i.test(generate(node.prelude))) readBlock(node.block.children, place);
  } else throw new Unevaluable(`${at(node, place)}: @${node.name} is not supported here`);
}

const withCondition = (place: Place, condition: Condition): Place => ({
  ...place,
  conditions: [...place.conditions, condition],
});

const mediaCondition = (prelude: CssNode): Condition => ({
  widths: widthsIn(prelude),
  holds: (context) => mediaHolds(prelude, context),
});

const ofContainer: Condition = { widths: [], holds: ({ containers }) => containers };

function readLayer(node: Atrule, place: Place): void {
  const names = node.prelude ? generate(node.prelude).split(',') : [null];
  const layers = names.map((name) => place.layer.within(name?.trim() ?? null));
  const [layer] = layers;
  if (node.block && layer) readBlock(node.block.children, { ...place, layer });
}

/** `&:hover` in `.a, .b` is `:is(.a, .b):hover`; without `&` it is what is inside of them. */
function nested(selector: Selector, outer: readonly Selector[]): Selector {
  const text = generate(selector);
  const parent = `:is(${outer.map((each) => generate(each)).join(',')})`;
  const written = text.includes('&') ? text.replaceAll('&', parent) : `${parent} ${text}`;
  const read = parse(written, { context: 'selector' });
  if (read.type !== 'Selector') throw new Unevaluable(`${written} cannot be read`);
  return read;
}

const at = (node: CssNode, { file }: Place): string => `${file}:${node.loc?.start.line ?? '?'}`;
