import { type CssNode, type Declaration, findAll, generate, type StyleSheet } from 'css-tree';
import { packageLimits } from '../limits.ts';
import { counted, type Fault } from '../measures.ts';
import { placeOf, styleRules } from './rules.ts';
import { widthsOf } from './widths.ts';

/** What a browser could do, but no check in reasonable time: the work of each grows with these. */
export const boundFaults = (stylesheet: StyleSheet): Fault[] => [
  ...selectorFaults(stylesheet),
  ...widthFaults(stylesheet),
  ...propertyFaults(stylesheet),
];

function selectorFaults(stylesheet: StyleSheet): Fault[] {
  const selectors = styleRules(stylesheet).reduce(
    (sum, { rule }) => sum + (rule.prelude.type === 'SelectorList' ? rule.prelude.children.size : 1),
    0,
  );
  return selectors <= packageLimits.selectors
    ? []
    : [{ what: `${counted(selectors)} selectors`, where: 'theme.css' }];
}

function widthFaults(stylesheet: StyleSheet): Fault[] {
  const widths = new Set(findAll(stylesheet, (node) => node.type === 'Atrule').flatMap(widthsOf));
  return widths.size <= packageLimits.widths
    ? []
    : [{ what: `queries of ${widths.size} widths`, where: 'theme.css' }];
}

/** Properties that are made of properties that are made of properties grow without end. */
function propertyFaults(stylesheet: StyleSheet): Fault[] {
  const declarations = findAll(stylesheet, (node) => node.type === 'Declaration').filter(
    (node) => node.type === 'Declaration',
  );
  const parts = partsByName(declarations);
  const known = new Map<string, number>();
  const long = declarations.find(({ value }) => lengthOf(partOf(value), parts, known) > packageLimits.value);
  return long
    ? [
        {
          what: `${long.property} comes to more than ${counted(packageLimits.value)} characters`,
          where: placeOf(long),
        },
      ]
    : [];
}

/** What a value is made of: characters of its own, and custom properties. */
interface Part {
  readonly own: number;
  readonly names: readonly string[];
}

const partOf = (value: CssNode): Part => ({
  own: generate(value).length,
  names: findAll(value, (node) => node.type === 'Function' && node.name.toLowerCase() === 'var').flatMap(
    (node) => {
      const name = node.type === 'Function' ? node.children.first : null;
      return name?.type === 'Identifier' ? [name.name] : [];
    },
  ),
});

/** A property may be declared more than once: the worst is what counts. */
function partsByName(declarations: readonly Declaration[]): ReadonlyMap<string, readonly Part[]> {
  const parts = new Map<string, Part[]>();
  for (const { property, value } of declarations)
    if (property.startsWith('--')) parts.set(property, [...(parts.get(property) ?? []), partOf(value)]);
  return parts;
}

/** Characters when written out, at most. What leads back to itself comes to nothing. */
function lengthOf(
  part: Part,
  parts: ReadonlyMap<string, readonly Part[]>,
  known: Map<string, number>,
): number {
  return part.names.reduce((sum, name) => {
    if (!known.has(name)) {
      known.set(name, 0);
      known.set(name, Math.max(0, ...(parts.get(name) ?? []).map((inner) => lengthOf(inner, parts, known))));
    }
    return sum + (known.get(name) ?? 0);
  }, part.own);
}
