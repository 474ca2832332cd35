import { type Atrule, type CssNode, find, type List, type Rule, type StyleSheet } from 'css-tree';

/** A rule and what it stands in. */
export interface StyleRule {
  readonly rule: Rule;
  /** The rules that it is nested in, outermost first. */
  readonly parents: readonly Rule[];
  /** The at-rules that it stands in, outermost first. */
  readonly within: readonly Atrule[];
}

/** Every rule, in the order of the source; also those of @keyframes. */
export const styleRules = ({ children }: StyleSheet): StyleRule[] => rulesIn(children, [], []);

function rulesIn(nodes: List<CssNode>, parents: readonly Rule[], within: readonly Atrule[]): StyleRule[] {
  return nodes.toArray().flatMap((node) => {
    if (node.type === 'Rule')
      return [{ rule: node, parents, within }, ...rulesIn(node.block.children, [...parents, node], within)];
    if (node.type === 'Atrule' && node.block) return rulesIn(node.block.children, parents, [...within, node]);
    return [];
  });
}

export const isKeyframes = ({ name }: Atrule): boolean => /^(-\w+-)?keyframes$/i.test(name);

/** Stands in `@media (prefers-reduced-motion: reduce)`, where a theme may do what ends all motion. */
export const endsMotion = ({ within }: Pick<StyleRule, 'within'>): boolean =>
  within.some(
    ({ name, prelude }) =>
      name.toLowerCase() === 'media' && prelude !== null && find(prelude, asksForLessMotion) !== null,
  );

const asksForLessMotion = (node: CssNode): boolean =>
  node.type === 'Feature' &&
  node.name.toLowerCase() === 'prefers-reduced-motion' &&
  node.value?.type === 'Identifier' &&
  node.value.name.toLowerCase() === 'reduce';

/** `theme.css:12:3`. */
export const placeOf = ({ loc }: CssNode): string =>
  loc ? `theme.css:${loc.start.line}:${loc.start.column}` : 'theme.css';
