import { type ReactNode, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { plainSheet } from '../app/plain-sheet.ts';

/**
 * A tree of its own (a shadow tree) that no theme dresses. Whatever asks for money, for a decision or for the end of a
 * preview stands in one: there a theme can neither show another price nor move a button.
 */
export function Plain({ children }: { readonly children: ReactNode }) {
  const host = useRef<HTMLDivElement>(null);
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const scheme = useSyncExternalStore(onScheme, schemeOfPage);
  useLayoutEffect(() => {
    if (host.current) setRoot(rootIn(host.current));
  }, []);
  // With each render: a part of the pages that was loaded meanwhile has brought its styles.
  useLayoutEffect(() => {
    if (root) dress(root, scheme);
  });
  return (
    <div ref={host} className="plain-host">
      {root && createPortal(children, root)}
    </div>
  );
}

function rootIn(host: HTMLElement): HTMLElement {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const root = document.createElement('div');
  root.className = 'plain';
  shadow.replaceChildren(root);
  dress(root, schemeOfPage());
  return root;
}

function dress(root: HTMLElement, scheme: string | undefined): void {
  const shadow = root.getRootNode();
  if (!(shadow instanceof ShadowRoot)) return;
  medium ??= mediumIn(root);
  const sheet = plainSheet(medium);
  if (shadow.adoptedStyleSheets[0] !== sheet) shadow.adoptedStyleSheets = [sheet];
  if (scheme) root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
}

let medium: number | undefined;

/** The reader's own size of text in CSS pixels, which a theme cannot change here. */
function mediumIn(root: HTMLElement): number {
  root.style.setProperty('font-size', 'medium', 'important');
  const size = Number.parseFloat(getComputedStyle(root).fontSize);
  root.style.removeProperty('font-size');
  return size;
}

const schemeOfPage = (): string | undefined => document.documentElement.dataset.scheme;

function onScheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-scheme'] });
  return () => observer.disconnect();
}
