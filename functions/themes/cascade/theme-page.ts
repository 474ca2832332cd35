import { parse, type Selector, type StyleSheet } from 'css-tree';
import { basePage } from '../base/page.ts';
import { baseStyles } from '../base/styles.ts';
import { customProperties } from '../custom-properties.ts';
import type { Scheme } from '../manifest.ts';
import type { ThemePackage } from '../package.ts';
import { Appearance } from './appearance.ts';
import type { Context } from './context.ts';
import { readDocument } from './document.ts';
import type { Layer } from './layers.ts';
import { isMotion } from './properties.ts';
import { type Rule, readRules } from './rules.ts';
import { type ReadSelector, readSelector } from './selectors.ts';
import { Unevaluable } from './unevaluable.ts';

/** The base page in a theme, in each context in which it may look another way. */
export interface ThemePage {
  /** Those that differ in more than what moves. */
  readonly appearances: readonly Appearance[];
  /** Those in which somebody wants less motion. */
  readonly still: readonly Appearance[];
}

const pages = new WeakMap<ThemePackage, ThemePage>();

/** Throws `Unevaluable` when the theme's stylesheet cannot be taken into account as a whole. */
export function themePage(theme: ThemePackage): ThemePage {
  const page = pages.get(theme) ?? newPage(theme);
  pages.set(theme, page);
  return page;
}

const page = readDocument(basePage);
const base = { file: 'base.css', stylesheet: parse(baseStyles, { positions: true }) as StyleSheet };

function newPage(theme: ThemePackage): ThemePage {
  const { rules, root } = readRules([base, { file: 'theme.css', stylesheet: theme.stylesheet }]);
  const contexts = contextsOf(rules);
  const looksOf = (reducedMotion: boolean, matters: (rule: Rule) => boolean) =>
    distinct(
      rules,
      contexts.filter((each) => each.reducedMotion === reducedMotion || matters === looks),
      matters,
    ).map(
      ({ context, holding }) =>
        new Appearance(page, [tokenRule(theme, context.scheme, root), ...holding], context),
    );
  return { appearances: looksOf(false, looks), still: looksOf(true, () => true) };
}

const looks = ({ declarations }: Rule): boolean => declarations.some(({ property }) => !isMotion(property));

/** Where widths are asked about, one on each side; from the narrowest on, where text is smallest. */
function contextsOf(rules: readonly Rule[]): Context[] {
  const edges = rules.flatMap((rule) => rule.conditions).flatMap(({ widths }) => widths);
  const around = edges.flatMap((edge) => [Math.ceil(edge) - 1, edge, Math.floor(edge) + 1]);
  const widths = [...new Set([320, 1_280, ...around])].sort((a, b) => a - b);
  const either = [false, true];
  return (['light', 'dark'] as const).flatMap((scheme) =>
    either.flatMap((reducedMotion) =>
      either.flatMap((touch) =>
        either.flatMap((containers) =>
          widths.map((width) => ({ scheme, width, reducedMotion, touch, containers })),
        ),
      ),
    ),
  );
}

/** The most ways in which a page may look that are measured. */
const MOST_CONTEXTS = 16;

/** The contexts in which different rules hold. */
function distinct(rules: readonly Rule[], contexts: readonly Context[], matters: (rule: Rule) => boolean) {
  const found = new Map<string, { context: Context; holding: Rule[] }>();
  for (const context of contexts) {
    const holding = rules.filter(({ conditions }) => conditions.every((each) => each.holds(context)));
    const key = `${context.scheme} ${holding
      .filter(matters)
      .map(({ order }) => order)
      .join()}`;
    if (!found.has(key)) found.set(key, { context, holding });
  }
  if (found.size > MOST_CONTEXTS)
    throw new Unevaluable(`media queries make ${found.size} different pages, more than ${MOST_CONTEXTS}`);
  return [...found.values()];
}

/** The tokens, as the built theme declares them before its stylesheet; in the dark more particular than `:root`. */
function tokenRule({ manifest }: ThemePackage, scheme: Scheme, layer: Layer): Rule {
  const said = [['color-scheme', scheme] as const, ...customProperties(manifest, scheme)];
  const declarations = said.map(([property, text]) => ({
    property,
    text,
    important: false,
    file: 'theme.json',
    line: 0,
    column: 0,
  }));
  return { selector: roots[scheme], layer, order: -1, declarations, conditions: [] };
}

const rootSelector = (text: string): ReadSelector =>
  readSelector(parse(text, { context: 'selector' }) as Selector);
const roots = { light: rootSelector(':root'), dark: rootSelector(':root:not([data-scheme=light])') };
