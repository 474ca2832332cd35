import { parse, type StyleSheet } from 'css-tree';
import { basePage } from '../base/page.ts';
import { baseStyles } from '../base/styles.ts';
import { customProperties } from '../custom-properties.ts';
import { type Scheme, schemes } from '../manifest.ts';
import type { ThemePackage } from '../package.ts';
import { Appearance } from './appearance.ts';
import type { Context } from './context.ts';
import { readDocument } from './document.ts';
import { isMotion } from './properties.ts';
import { type Rule, readRules } from './rules.ts';
import { Unevaluable } from './unevaluable.ts';
import { userAgentStyles } from './user-agent.ts';

/** The base page with a theme, in each context in which its appearance differs. */
export interface ThemePage {
  /** Appearances that differ in more than motion. */
  readonly appearances: readonly Appearance[];
  /** Appearances with reduced motion. */
  readonly still: readonly Appearance[];
}

const pages = new WeakMap<ThemePackage, ThemePage>();

/** Throws `Unevaluable` if a part of the theme's stylesheet cannot be evaluated. */
export function themePage(theme: ThemePackage): ThemePage {
  const page = pages.get(theme) ?? newPage(theme);
  pages.set(theme, page);
  return page;
}

const page = readDocument(basePage);
const parsed = (file: string, css: string) => ({
  file,
  stylesheet: parse(css, { positions: true }) as StyleSheet,
});
const sources = [parsed('browser', userAgentStyles), parsed('base.css', baseStyles)];

function newPage({ manifest, stylesheet }: ThemePackage): ThemePage {
  const rules = Object.fromEntries(
    schemes.map((scheme) => [
      scheme,
      readRules([...sources, { file: 'theme.css', stylesheet }], customProperties(manifest, scheme)),
    ]),
  ) as Readonly<Record<Scheme, Rule[]>>;
  const contexts = contextsOf(rules.light);
  const looksOf = (among: readonly Context[], matters: (rule: Rule) => boolean) =>
    distinct(rules, among, matters).map(({ context, holding }) => new Appearance(page, holding, context));
  return {
    appearances: looksOf(contexts, looks),
    still: looksOf(
      contexts.filter(({ reducedMotion }) => reducedMotion),
      () => true,
    ),
  };
}

const looks = ({ declarations }: Rule): boolean => declarations.some(({ longhand }) => !isMotion(longhand));

/**
 * Returns the contexts: one width on each side of a breakpoint, starting with the narrowest, where text is smallest.
 */
function contextsOf(rules: readonly Rule[]): Context[] {
  const around = rules
    .flatMap((rule) => rule.widths)
    .flatMap((edge) => [Math.ceil(edge) - 1, edge, Math.floor(edge) + 1]);
  const widths = [...new Set([320, 1_280, ...around])].sort((a, b) => a - b);
  return schemes.flatMap((scheme) =>
    // The matching system scheme first, because equal findings report the first context.
    [scheme, scheme === 'light' ? ('dark' as const) : ('light' as const)].flatMap((system) =>
      [false, true].flatMap((reducedMotion) =>
        widths.map((width) => ({ scheme, system, width, reducedMotion })),
      ),
    ),
  );
}

/** Maximum appearances that are measured. */
const MOST_CONTEXTS = 16;

/** Returns the contexts in which different rules apply. */
function distinct(
  rules: Readonly<Record<Scheme, readonly Rule[]>>,
  contexts: readonly Context[],
  matters: (rule: Rule) => boolean,
) {
  const found = new Map<string, { context: Context; holding: Rule[] }>();
  for (const context of contexts) {
    const holding = rules[context.scheme].filter((rule) => rule.holds(context));
    const orders = holding.filter(matters).map(({ order }) => order);
    const key = `${context.scheme} ${orders.join()}`;
    if (!found.has(key)) found.set(key, { context, holding });
  }
  if (found.size > MOST_CONTEXTS)
    throw new Unevaluable(`media queries make ${found.size} different pages, more than ${MOST_CONTEXTS}`);
  return [...found.values()];
}
