import { type CssNode, generate, ident } from 'css-tree';
import { parsedValue } from './shorthands.ts';

/** Writes out each `var()`. Null when one has neither a value nor a fallback: the declaration is then as if unset. */
export function withVariables(text: string, lookUp: (name: string) => string | null): string | null {
  if (!text.toLowerCase().includes('var(')) return text;
  return writtenOut(partsOf(text), lookUp);
}

const MOST_KEPT = 5_000;
const known = new Map<string, readonly CssNode[]>();

function partsOf(text: string): readonly CssNode[] {
  const found = known.get(text);
  if (found) return found;
  const value = parsedValue(text);
  const parts = value?.type === 'Value' ? value.children.toArray() : [];
  if (known.size > MOST_KEPT) known.clear();
  known.set(text, parts);
  return parts;
}

function writtenOut(nodes: readonly CssNode[], lookUp: (name: string) => string | null): string | null {
  const parts = nodes.map((node) => {
    if (node.type === 'Function' && node.name.toLowerCase() === 'var')
      return variable(node.children.toArray(), lookUp);
    if (node.type === 'Function' || node.type === 'Parentheses') {
      const inner = writtenOut(node.children.toArray(), lookUp);
      return inner === null ? null : `${node.type === 'Function' ? node.name : ''}(${inner})`;
    }
    return node.type === 'Raw' ? withVariables(node.value, lookUp) : generate(node);
  });
  return parts.includes(null) ? null : parts.join(' ');
}

function variable(nodes: readonly CssNode[], lookUp: (name: string) => string | null): string | null {
  const [name, comma, ...fallback] = nodes;
  const value = name?.type === 'Identifier' ? lookUp(ident.decode(name.name)) : null;
  if (value !== null || !comma) return value;
  return writtenOut(fallback, lookUp);
}
