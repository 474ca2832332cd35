import { type CssNode, parse } from 'css-tree';
import { Unevaluable } from '../cascade/unevaluable.ts';

const MAX_CACHED = 5_000;
const known = new Map<string, readonly (readonly CssNode[])[]>();

/** Splits a value at its commas into layers, each a list of parts. Throws `Unevaluable` for invalid values. */
export function layersOf(text: string): readonly (readonly CssNode[])[] {
  const layers = known.get(text) ?? readLayers(text);
  if (known.size > MAX_CACHED) known.clear();
  known.set(text, layers);
  return layers;
}

function readLayers(text: string): CssNode[][] {
  const value = parsedValue(text);
  if (value?.type !== 'Value') throw new Unevaluable(`${text} cannot be read`);
  const layers: CssNode[][] = [[]];
  for (const node of value.children) {
    if (node.type === 'Raw') throw new Unevaluable(`${text} cannot be read`);
    if (isComma(node)) layers.push([]);
    else layers.at(-1)?.push(node);
  }
  return layers;
}

/** Splits the arguments of a function at their commas. */
export function argumentsOf(nodes: Iterable<CssNode>): CssNode[][] {
  const parts: CssNode[][] = [[]];
  for (const node of nodes)
    if (isComma(node)) parts.push([]);
    else parts.at(-1)?.push(node);
  return parts;
}

const isComma = (node: CssNode): boolean => node.type === 'Operator' && node.value.trim() === ',';

/** Null if it cannot be parsed: css-tree throws for empty values. */
function parsedValue(text: string): CssNode | null {
  try {
    return parse(text, { context: 'value', onParseError: () => undefined });
  } catch {
    return null;
  }
}

/** Replaces each `var()`. Returns null if it has a fallback or names a custom property without a token. */
export function withTokens(text: string, tokens: ReadonlyMap<string, string>): string | null {
  const written = text.replaceAll(/var\(\s*(--[\w-]+)\s*\)/gi, (whole, name) => tokens.get(name) ?? whole);
  return /var\(/i.test(written) ? null : written;
}
