import { type AnyNode, type Document, Element, isTag, isText, type ParentNode } from 'domhandler';
import { parseDocument } from 'htmlparser2';

/** A parsed page: its elements in document order. */
export interface PageDocument {
  readonly document: Document;
  readonly elements: readonly Element[];
}

export function readDocument(html: string): PageDocument {
  const document = parseDocument(html);
  return { document, elements: within(document) };
}

const within = (node: ParentNode): Element[] =>
  node.children.filter(isTag).flatMap((each) => [each, ...within(each)]);

/** Returns an element and its descendants. */
export const subtree = (element: Element): Element[] => [element, ...within(element)];

export const parentOf = ({ parent }: Element): Element | null => (parent instanceof Element ? parent : null);

const chains = new WeakMap<Element, readonly Element[]>();

/** Returns the ancestors from the root to the element, and the element itself. */
export function chainOf(element: Element): readonly Element[] {
  const known = chains.get(element);
  if (known) return known;
  const parent = parentOf(element);
  const chain = parent ? [...chainOf(parent), element] : [element];
  chains.set(element, chain);
  return chain;
}

export const classesOf = ({ attribs }: Element): string[] =>
  attribs.class?.split(/\s+/).filter(Boolean) ?? [];

/** Returns an element's own text, without that of its descendants. */
export function ownText(element: Element): string {
  if (element.name === 'input')
    return typed.has(element.attribs.type ?? 'text') ? (element.attribs.value ?? '') : '';
  return element.children
    .filter((each: AnyNode) => isText(each))
    .map(({ data }) => data.trim())
    .join('');
}

const typed = new Set(['text', 'email', 'search', 'url', 'tel', 'password', 'number', 'submit', 'button']);

const focusable = new Set(['button', 'input', 'select', 'textarea', 'summary']);

export function isFocusable(element: Element): boolean {
  if (isDisabled(element)) return false;
  const isLink = element.name === 'a' && element.attribs.href !== undefined;
  return isLink || focusable.has(element.name) || Number(element.attribs.tabindex ?? -1) >= 0;
}

/** Whether an element is disabled. WCAG requires no contrast for it. */
export const isDisabled = (element: Element): boolean =>
  chainOf(element).some(
    ({ attribs }) => attribs.disabled !== undefined || attribs['aria-disabled'] === 'true',
  );

/** Returns the name that a creator recognizes: the most specific class, or else the element name. */
export function nameOf(element: Element): string {
  const named = classesOf(element).at(-1);
  if (named === undefined) return element.name;
  const { attribs } = element;
  const current = attribs['aria-current'] === undefined ? '' : '[aria-current]';
  const selected = attribs['aria-selected'] === 'true' ? '[aria-selected="true"]' : '';
  return `.${named}${current}${selected}`;
}
