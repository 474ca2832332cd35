import { createHash } from 'node:crypto';
import { type CssNode, generate, type List } from 'css-tree';
import { type Fingerprint, MOST_HASHES } from '../domain/theme-store/theme-likeness.ts';
import type { ThemePackage } from './package.ts';

/** Returns the fingerprint of a theme. Independent of its name, and of spacing and order in its stylesheet. */
export function fingerprintOf(
  { manifest, stylesheet: parsed }: ThemePackage,
  stylesheet: string,
): Fingerprint {
  return {
    whole: createHash('sha256').update(stylesheet).digest('hex'),
    rules: hashed(declarationsIn(parsed.children, '')),
    tokens: hashed(leavesOf(manifest.tokens, '')),
  };
}

/** `@media…|.rd-card|padding:1rem`, once per selector. */
function declarationsIn(nodes: List<CssNode>, around: string): string[] {
  return nodes.toArray().flatMap((node) => {
    if (node.type === 'Atrule' && node.block)
      return declarationsIn(
        node.block.children,
        `${around}@${node.name} ${node.prelude ? generate(node.prelude) : ''}|`,
      );
    if (node.type === 'Declaration') return [`${around}${generate(node)}`];
    if (node.type !== 'Rule' || node.prelude.type !== 'SelectorList') return [];
    const { block } = node;
    return node.prelude.children
      .toArray()
      .flatMap((selector) => declarationsIn(block.children, `${around}${generate(selector)}|`));
  });
}

function leavesOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null)
    return [`${path}=${String(value).toLowerCase().replaceAll(/\s+/g, ' ').trim()}`];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${path}/${name}`));
}

const hashed = (features: readonly string[]): number[] =>
  [...new Set(features.map((feature) => createHash('sha256').update(feature).digest().readUInt32BE(0)))]
    .sort((a, b) => a - b)
    .slice(0, MOST_HASHES);
