import { SaxesParser } from 'saxes';
import { textOf } from '../archive/kinds.ts';
import { referencesOf } from '../css/references.ts';
import { counted } from '../measures.ts';

/** The parts of an SVG file that the checks use. */
export interface Drawing {
  readonly path: string;
  readonly elements: readonly DrawnElement[];
  /** All addresses from which something would be loaded: hrefs, and addresses in attributes and styles. */
  readonly addresses: readonly { readonly address: string | null; readonly line: number }[];
  readonly styles: readonly { readonly css: string; readonly line: number }[];
  /** XML features that a drawing does not need. */
  readonly oddities: readonly { readonly what: string; readonly line: number }[];
}

export interface DrawnElement {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly attributes: readonly DrawnAttribute[];
  readonly id: string | undefined;
  /** The parent element. */
  readonly parent: DrawnElement | undefined;
}

export interface DrawnAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly value: string;
}

/** Applies a function to the drawings of a package one after another, so that only one is in memory. */
export const ofDrawings = <Said>(
  files: ReadonlyMap<string, Uint8Array>,
  say: (drawing: Drawing) => readonly Said[],
): Said[] =>
  [...files]
    .filter(([path]) => path.endsWith('.svg'))
    .flatMap(([path, content]) => say(readDrawing(path, textOf(content))).slice(0, MOST_SAID));

const MOST_SAID = 20;
/** Maximum elements of a drawing. A detailed illustration has about two thousand. */
const MOST_ELEMENTS = 5_000;
/** Maximum depth of elements. Groups of drawing programs rarely reach a dozen. */
const MOST_DEPTH = 64;
/** Characters parsed between two checks of the element limit. */
const CHUNK = 8_192;

/**
 * Parses a drawing completely. Entities are never expanded: a DOCTYPE is reported, and its declarations stay unknown.
 */
function readDrawing(path: string, text: string): Drawing {
  const elements: DrawnElement[] = [];
  const addresses: { address: string | null; line: number }[] = [];
  const styles: { css: string; line: number }[] = [];
  const oddities: { what: string; line: number }[] = [];
  const open: DrawnElement[] = [];
  let isDeep = false;
  const parser = new SaxesParser({ xmlns: true });
  const odd = (what: string) => {
    if (oddities.length < MOST_SAID) oddities.push({ what, line: parser.line });
  };
  const refer = (css: string) => {
    for (const { address } of referencesOf(css)) addresses.push({ address, line: parser.line });
  };
  parser.on('error', ({ message }) => odd(message));
  parser.on('doctype', () => odd('a DOCTYPE'));
  parser.on('processinginstruction', ({ target }) => odd(`the instruction ${target}`));
  parser.on('opentag', ({ local, uri, attributes }) => {
    const own = Object.values(attributes).map(({ local: name, prefix, value }) => ({ name, prefix, value }));
    const id = own.find(({ name }) => name === 'id')?.value;
    const element = {
      name: local,
      namespace: uri,
      line: parser.line,
      attributes: own,
      id,
      parent: open.at(-1),
    };
    elements.push(element);
    open.push(element);
    if (open.length > MOST_DEPTH) isDeep = true;
    for (const { name, value } of own)
      if (loading.has(name)) addresses.push({ address: value, line: parser.line });
      else refer(value);
    for (const { name, value } of own) if (name === 'style') styles.push({ css: value, line: parser.line });
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const content = (css: string) => {
    if (open.at(-1)?.name !== 'style') return;
    styles.push({ css, line: parser.line });
    refer(css);
  };
  parser.on('text', content);
  parser.on('cdata', content);
  for (let at = 0; at < text.length && elements.length <= MOST_ELEMENTS && !isDeep; at += CHUNK)
    parser.write(text.slice(at, at + CHUNK));
  if (isDeep) odd(`elements more than ${MOST_DEPTH} deep`);
  else if (elements.length > MOST_ELEMENTS) odd(`more than ${counted(MOST_ELEMENTS)} elements`);
  else parser.close();
  return { path, elements, addresses, styles, oddities };
}

const loading = new Set(['href', 'src']);
