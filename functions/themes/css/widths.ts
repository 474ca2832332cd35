import { type Atrule, type CssNode, findAll } from 'css-tree';

/** The widths, in px, that a media or container query asks for. */
export function widthsOf(node: CssNode): number[] {
  if (node.type !== 'Atrule' || !isQuery(node) || !node.prelude) return [];
  return findAll(node.prelude, (part) => part.type === 'Feature' || part.type === 'FeatureRange').flatMap(
    widthsIn,
  );
}

const isQuery = ({ name }: Atrule): boolean => ['media', 'container'].includes(name.toLowerCase());

const isOfWidth = (name: string): boolean => /(width|inline-size)$/i.test(name);

function widthsIn(node: CssNode): number[] {
  if (node.type === 'Feature') return isOfWidth(node.name) && node.value ? pixels(node.value) : [];
  if (node.type !== 'FeatureRange') return [];
  const parts = [node.left, node.middle, ...(node.right ? [node.right] : [])];
  const isAsked = parts.some((part) => part.type === 'Identifier' && isOfWidth(part.name));
  return isAsked ? parts.flatMap(pixels) : [];
}

/** In a query, em and rem are the browser's own size of text. https://www.w3.org/TR/mediaqueries-4/#units */
const perUnit: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16 };

function pixels(node: CssNode): number[] {
  if (node.type !== 'Dimension') return [];
  return [Math.round(Number(node.value) * (perUnit[node.unit.toLowerCase()] ?? 1))];
}
