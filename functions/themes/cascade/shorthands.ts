import { type CssNode, generate, lexer, parse } from 'css-tree';
import { parse as parseColour } from 'culori';
import { initials } from './properties.ts';
import { Unevaluable } from './unevaluable.ts';

/** What a declaration without `var()` says of one longhand. Throws `Unevaluable` for what is no value of its property. */
export function longhandText(property: string, text: string, longhand: string): string {
  if (!isValue(property, text))
    throw new Unevaluable(`${property}: ${text.slice(0, 60)} is no value that is known`);
  if (property === longhand || isWide(text) || property.startsWith('-webkit-')) return text;
  const key = `${property}\n${text}\n${longhand}`;
  const known = read.get(key) ?? partOf(property, text, longhand);
  if (read.size > MOST_KEPT) read.clear();
  read.set(key, known);
  return known;
}

const MOST_KEPT = 5_000;
const read = new Map<string, string>();

const values = new Map<string, boolean>();

/** Browsers leave out what is no value, so it must not be taken for one by being read more leniently. */
function isValue(property: string, text: string): boolean {
  const key = `${property}:${text}`;
  const is = values.get(key) ?? lexer.matchProperty(property, text).error === null;
  if (values.size > MOST_KEPT) values.clear();
  values.set(key, is);
  return is;
}

const wide = new Set(['inherit', 'initial', 'unset', 'revert', 'revert-layer']);
export const isWide = (text: string): boolean => wide.has(text.toLowerCase());

const layers = new Map<string, readonly (readonly CssNode[])[]>();

/** A value as a list of its layers, each a list of its parts. */
export function layersOf(text: string): readonly (readonly CssNode[])[] {
  const known = layers.get(text) ?? readLayers(text);
  if (layers.size > MOST_KEPT) layers.clear();
  layers.set(text, known);
  return known;
}

function readLayers(text: string): CssNode[][] {
  const value = parsedValue(text);
  if (value?.type !== 'Value') throw new Unevaluable(`${text} cannot be read`);
  const found: CssNode[][] = [[]];
  for (const node of value.children) {
    if (node.type === 'Raw') throw new Unevaluable(`${text} cannot be read`);
    if (node.type === 'Operator' && node.value.trim() === ',') found.push([]);
    else found.at(-1)?.push(node);
  }
  return found;
}

/** Null when it cannot be parsed: css-tree throws where it finds nothing at all. */
export function parsedValue(text: string): CssNode | null {
  try {
    return parse(text, { context: 'value', onParseError: () => undefined });
  } catch {
    return null;
  }
}

function partOf(property: string, text: string, longhand: string): string {
  const layers = layersOf(text);
  const last = layers.at(-1) ?? [];
  const fallback = initials[longhand] ?? '';
  if (property === 'background') return ofBackground(layers, longhand) ?? fallback;
  if (property === 'font') return ofFont(last, longhand) ?? fallback;
  if (property === 'transition' || property === 'animation') return ofMotion(layers, longhand) ?? fallback;
  const what = longhand.slice(longhand.lastIndexOf('-') + 1);
  if (/^border-(inline|block)?-?(color|style|width)$/.test(property)) return ofSides(last, longhand);
  if (/-(color|style|width)$/.test(property)) return text;
  const kind = what === 'color' ? isColour : what === 'style' ? isLineStyle : isLineWidth;
  const found = last.find(kind);
  return found ? generate(found) : fallback;
}

function ofBackground(layers: readonly (readonly CssNode[])[], longhand: string): string | undefined {
  if (longhand === 'background-color') return written(layers.at(-1)?.find(isColour));
  const all = layers.flat();
  if (longhand === 'background-clip') return written(all.find((each) => isWord(each, /^text$/)));
  return (
    all
      .filter(isImage)
      .map((each) => generate(each))
      .join(',') || undefined
  );
}

function ofFont(parts: readonly CssNode[], longhand: string): string | undefined {
  const slash = parts.findIndex((each) => each.type === 'Operator' && each.value === '/');
  const size = parts.findIndex((each) => isLength(each) || isWord(each, sizeWords));
  if (size < 0)
    throw new Unevaluable(`font: ${parts.map((each) => generate(each)).join(' ')} cannot be read`);
  if (longhand === 'font-size') return written(parts[size]);
  if (longhand === 'line-height') return slash < 0 ? undefined : written(parts[slash + 1]);
  return written(
    parts.slice(0, size).find((each) => each.type === 'Number' || isWord(each, /^(bold|bolder|lighter)$/)),
  );
}

function ofMotion(layers: readonly (readonly CssNode[])[], longhand: string): string | undefined {
  const words = layers.map((layer) =>
    layer.filter((each) => each.type === 'Identifier').map(({ name }) => name),
  );
  if (longhand === 'transition-property')
    return words.every((each) => each.includes('none')) ? 'none' : 'all';
  if (longhand === 'animation-name') return words.every((each) => each.includes('none')) ? 'none' : 'some';
  return layers.map((layer) => written(layer.find(isTime)) ?? '0s').join(',');
}

const sideOrder: Readonly<Record<string, readonly number[]>> = {
  top: [0],
  right: [1, 0],
  bottom: [2, 0],
  left: [3, 1, 0],
};

/** One to four values, clockwise from the top. */
function ofSides(parts: readonly CssNode[], longhand: string): string {
  const side = longhand.split('-')[1] ?? '';
  const at = (sideOrder[side] ?? [0]).find((each) => parts[each]);
  return written(parts[at ?? 0]) ?? '';
}

const written = (node: CssNode | undefined): string | undefined => node && generate(node);
const isWord = (node: CssNode, words: RegExp): boolean =>
  node.type === 'Identifier' && words.test(node.name.toLowerCase());
const sizeWords = /^(xx-small|x-small|small|medium|large|x-large|xx-large|xxx-large|smaller|larger)$/;
const lineStyles = /^(none|hidden|dotted|dashed|solid|double|groove|ridge|inset|outset|auto)$/;
const maths = /^(calc|min|max|clamp)$/i;

const isTime = (node: CssNode): boolean => node.type === 'Dimension' && /^m?s$/i.test(node.unit);
const isLineStyle = (node: CssNode): boolean => isWord(node, lineStyles);
const isLineWidth = (node: CssNode): boolean => isLength(node) || isWord(node, /^(thin|medium|thick)$/);
const isLength = (node: CssNode): boolean =>
  (node.type === 'Number' && Number(node.value) === 0) ||
  node.type === 'Dimension' ||
  node.type === 'Percentage' ||
  (node.type === 'Function' && maths.test(node.name));

export const isImage = (node: CssNode): boolean =>
  node.type === 'Url' ||
  (node.type === 'Function' && /(gradient|image-set|cross-fade|image|element|paint)$/i.test(node.name));

/** Any function that is neither a length nor an image is taken for a colour, so that one not known is found out. */
export function isColour(node: CssNode): boolean {
  if (node.type === 'Hash') return true;
  if (node.type === 'Function') return !maths.test(node.name) && !isImage(node);
  if (node.type !== 'Identifier') return false;
  return colourWords.test(node.name) || parseColour(node.name) !== undefined;
}

const colourWords =
  /^(currentcolor|transparent|canvas|canvastext|accentcolor|highlight|linktext|graytext|field|fieldtext|buttonface|buttontext)$/i;
