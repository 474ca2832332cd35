import { type Atrule, type CssNode, type Declaration, generate, type Rule, type StyleSheet } from 'css-tree';
import { readMedia } from '../css/media.ts';
import { placeOf } from '../css/stylesheet.ts';
import { withTokens } from '../css/values.ts';
import { packageLimits } from '../limits.ts';
import { counted, shown, type Violation } from '../measures.ts';
import { animated } from './motion.ts';
import { fontDescriptors, ruleFor } from './properties.ts';
import { selectorViolations } from './selectors.ts';
import { type ValueRule, valueViolation } from './values.ts';

/** Violations of the format, by the part of the format. */
export interface ContractViolations {
  readonly atRules: readonly Violation[];
  readonly selectors: readonly Violation[];
  readonly properties: readonly Violation[];
  readonly values: readonly Violation[];
}

/** Checks a stylesheet against the format. Everything that the format does not list is refused, whatever its effect. */
export function contractViolations(
  stylesheet: StyleSheet,
  tokens: ReadonlyMap<string, string>,
): ContractViolations {
  const keyframes = stylesheet.children
    .toArray()
    .flatMap((node) => (node.type === 'Atrule' && node.name === 'keyframes' ? [nameOf(node)] : []));
  const reading = new Reading(tokens, keyframes);
  for (const node of stylesheet.children) reading.statement(node);
  return reading.violations();
}

const nameOf = ({ prelude }: Atrule): string => (prelude ? generate(prelude).trim() : '');

class Reading {
  readonly #tokens: ReadonlyMap<string, string>;
  readonly #keyframes: readonly string[];
  readonly #atRules: Violation[] = [];
  readonly #selectors: Violation[] = [];
  readonly #properties: Violation[] = [];
  readonly #values: Violation[] = [];
  readonly #widths = new Set<number>();
  #count = 0;

  constructor(tokens: ReadonlyMap<string, string>, keyframes: readonly string[]) {
    this.#tokens = tokens;
    this.#keyframes = keyframes;
  }

  violations(): ContractViolations {
    const many = (count: number, most: number, what: string): Violation[] =>
      count <= most ? [] : [{ what: `${counted(count)} ${what}`, where: 'theme.css' }];
    return {
      atRules: [...this.#atRules, ...many(this.#widths.size, packageLimits.widths, 'widths in queries')],
      selectors: [...this.#selectors, ...many(this.#count, packageLimits.selectors, 'selectors')],
      properties: this.#properties,
      values: this.#values,
    };
  }

  /** Checks a statement at the top level, or in a media query. */
  statement(node: CssNode, isNested = false): void {
    if (node.type === 'Rule') this.#rule(node);
    else if (node.type === 'Atrule' && !isNested) this.#atRule(node);
    else if (node.type !== 'Comment') this.#refuse(node);
  }

  #atRule(node: Atrule): void {
    if (!node.block) this.#refuse(node);
    else if (node.name === 'media') this.#media(node);
    else if (node.name === 'font-face') this.#font(node);
    else if (node.name === 'keyframes') this.#frames(node);
    else this.#refuse(node);
  }

  #refuse(node: CssNode): void {
    const what = node.type === 'Atrule' ? `@${node.name}` : generate(node).slice(0, 60);
    this.#atRules.push({ what: shown(what), where: placeOf(node) });
  }

  #media(node: Atrule): void {
    const media = readMedia(node);
    if (!media) {
      this.#atRules.push({ what: shown(`@media ${nameOf(node)}`), where: placeOf(node) });
      return;
    }
    for (const width of media.widths) this.#widths.add(width);
    for (const inner of node.block?.children ?? []) this.statement(inner, true);
  }

  #rule({ prelude, block }: Rule): void {
    const selectors = prelude.type === 'SelectorList' ? prelude.children.toArray() : [prelude];
    this.#count += selectors.length;
    this.#selectors.push(...selectors.flatMap(selectorViolations));
    this.#declarations(block.children, (property) => ruleFor(property, this.#keyframes));
  }

  #frames(node: Atrule): void {
    for (const frame of node.block?.children ?? [])
      if (frame.type === 'Rule')
        this.#declarations(frame.block.children, (property) =>
          animated.includes(property) ? ruleFor(property, []) : undefined,
        );
      else if (frame.type !== 'Comment') this.#refuse(frame);
  }

  #font(node: Atrule): void {
    this.#declarations(
      node.block?.children ?? [],
      (property) => (Object.hasOwn(fontDescriptors, property) ? fontDescriptors[property] : undefined),
      false,
    );
  }

  #declarations(
    nodes: Iterable<CssNode>,
    rule: (property: string) => ValueRule | undefined,
    isProperty = true,
  ): void {
    for (const node of nodes)
      if (node.type === 'Declaration') this.#declaration(node, rule(node.property), isProperty);
      else if (node.type !== 'Comment') this.#refuse(node);
  }

  #declaration(node: Declaration, rule: ValueRule | undefined, isProperty: boolean): void {
    const { property } = node;
    const where = placeOf(node);
    if (!rule) {
      this.#properties.push({ what: shown(property), where });
      return;
    }
    const written = generate(node.value).trim();
    const what =
      node.important !== false ? 'is !important' : this.#valueViolation(property, written, rule, isProperty);
    if (what !== null) this.#values.push({ what: shown(`${property}: ${written} ${what}`), where });
  }

  #valueViolation(property: string, written: string, rule: ValueRule, isProperty: boolean): string | null {
    const text = withTokens(written, this.#tokens);
    if (text === null) return 'refers to something else than a token';
    if (wide.has(text.toLowerCase())) return 'takes its value from elsewhere';
    return isProperty ? valueViolation(property, text, rule) : rule(text);
  }
}

/** Keywords that every property accepts. Refused, because their value depends on other stylesheets. */
const wide = new Set(['inherit', 'initial', 'unset', 'revert', 'revert-layer']);
