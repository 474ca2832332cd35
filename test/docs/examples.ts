import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of a page that says what follows from what. */
export interface Example {
  /** What stands behind `example` where its block begins. */
  readonly kind: string;
  readonly given: string;
  readonly follows: string;
  /** Of the page. */
  readonly line: number;
}

export interface Section {
  readonly title: string;
  readonly examples: readonly Example[];
}

const BLOCK = /^```example (?<kind>[a-z-]+)$/;
const ARROW = ' → ';

/** The sections of a page (`## …`) with the examples of each. Throws for a line of a block that is none. */
export function sectionsOf(page: string): Section[] {
  const sections: { title: string; examples: Example[] }[] = [];
  let kind: string | undefined;
  for (const [index, text] of readPage(page).entries()) {
    const line = index + 1;
    if (kind === undefined && text.startsWith('## ')) sections.push({ title: text.slice(3), examples: [] });
    else if (text.startsWith('```'))
      kind = kind === undefined ? (BLOCK.exec(text)?.groups?.kind ?? 'other') : undefined;
    else if (kind !== undefined && kind !== 'other')
      sections.at(-1)?.examples.push({ kind, line, ...halves(text, `${page}:${line}`) });
  }
  return sections;
}

const readPage = (page: string): string[] =>
  readFileSync(join(import.meta.dirname, '../..', page), 'utf8').split('\n');

function halves(text: string, place: string): { given: string; follows: string } {
  const [given, follows, more] = text.split(ARROW);
  if (!given || !follows || more !== undefined) throw new Error(`${place} is no example: ${text}`);
  return { given, follows };
}
