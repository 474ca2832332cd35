import {
  type CssNode,
  type Declaration,
  generate,
  type List,
  type Selector,
  type StyleSheet,
} from 'css-tree';
import { readMedia } from '../css/media.ts';
import { withTokens } from '../css/values.ts';
import type { Context } from './context.ts';
import { longhandsOf } from './properties.ts';
import { type ReadSelector, readSelector } from './selectors.ts';
import { Unevaluable } from './unevaluable.ts';

/** A stylesheet, and its name in findings. */
export interface Source {
  readonly file: string;
  readonly stylesheet: StyleSheet;
}

/** The declaration of one longhand. */
export interface Declared {
  readonly longhand: string;
  /** The value after replacing tokens. */
  readonly text: string;
  /** The value as written in the stylesheet. */
  readonly written: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A selector, its declarations and its conditions. */
export interface Rule {
  readonly selector: ReadSelector;
  /** The position of its stylesheet: a later stylesheet wins, whatever its selectors. */
  readonly rank: number;
  readonly order: number;
  readonly declarations: readonly Declared[];
  readonly widths: readonly number[];
  holds(context: Context): boolean;
}

/**
 * Parses stylesheets of the theme format, and the base styles, into one list of rules. Throws `Unevaluable` for other
 * CSS.
 */
export function readRules(sources: readonly Source[], tokens: ReadonlyMap<string, string>): Rule[] {
  const rules: Rule[] = [];
  for (const [rank, { file, stylesheet }] of sources.entries())
    readBlock(stylesheet.children, { file, rank, tokens, rules, widths: [], holds: () => true });
  return rules;
}

interface Place extends Pick<Rule, 'rank' | 'widths' | 'holds'> {
  readonly file: string;
  readonly tokens: ReadonlyMap<string, string>;
  readonly rules: Rule[];
}

function readBlock(nodes: List<CssNode>, place: Place): void {
  for (const node of nodes) {
    if (node.type === 'Atrule') {
      const media = node.name.toLowerCase() === 'media' ? readMedia(node) : null;
      if (node.block && media) readBlock(node.block.children, { ...place, ...media });
      // The base styles are in a layer of their own. Other at-rules do not affect a page at rest.
      else if (node.block && node.name === 'layer') readBlock(node.block.children, place);
    } else if (node.type === 'Rule' && node.prelude.type === 'SelectorList') {
      const { file, tokens, rules, rank, widths, holds } = place;
      const declarations = node.block.children
        .toArray()
        .flatMap((each) => (each.type === 'Declaration' ? declaredBy(each, file, tokens) : []));
      for (const selector of node.prelude.children) {
        if (declarations.length === 0) break;
        const read = readSelector(selector as Selector);
        rules.push({ selector: read, rank, order: rules.length, declarations, widths, holds });
      }
    }
  }
}

function declaredBy(
  { property, value, loc }: Declaration,
  file: string,
  tokens: ReadonlyMap<string, string>,
): Declared[] {
  const written = generate(value).trim();
  const text = withTokens(written, tokens);
  if (text === null) throw new Unevaluable(`${property}: ${written} names no token`);
  const { line = 0, column = 0 } = loc?.start ?? {};
  return longhandsOf(property.toLowerCase(), text).map(([longhand, part]) => ({
    longhand,
    text: part,
    written,
    file,
    line,
    column,
  }));
}
