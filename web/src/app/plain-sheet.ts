/**
 * A name for this load of the page. A theme was written before it, so that it can set none of the custom properties
 * that are called by it, and register none of them.
 */
const SECRET = `p${crypto.randomUUID().slice(0, 8)}`;

/** Without what comes from outside: what is inherited, and the direction, which `all` leaves alone. */
const RESET =
  '@layer plain { .plain { all: initial; display: contents; direction: ltr; unicode-bidi: isolate; } }';

let built: { readonly key: string; readonly sheet: CSSStyleSheet } | null = null;

/**
 * The pages' own styles for a shadow tree whose root is `.plain`, out of reach of the theme that the document wears:
 * their tokens have other names, their sizes do not hang on the document's size of text, and their fonts are the
 * system's, because a theme may bring a font by any name. `medium` is the reader's own size of text in CSS pixels.
 */
export function plainSheet(medium: number): CSSStyleSheet {
  const key = `${document.styleSheets.length} ${medium}`;
  if (built?.key === key) return built.sheet;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${RESET}\n${plainStyles(ownStyles(), SECRET, medium)}`);
  built = { key, sheet };
  return sheet;
}

/** What the pages' files say. The sheet of a theme is adopted, and so not among these. */
const ownStyles = (): string =>
  [...document.styleSheets]
    .filter(({ href }) => href === null || new URL(href).origin === location.origin)
    .flatMap(({ cssRules }) => [...cssRules])
    .map(({ cssText }) => cssText)
    .join('\n');

const plainStyles = (css: string, secret: string, medium: number): string =>
  css
    .replaceAll(':root', '.plain')
    .replaceAll(/(?<![\w-])--(?=[a-z])/g, `--${secret}-`)
    .replaceAll(/(?<![\w-])(-?\d*\.?\d+)rem\b/g, (_, size) => `${Number(size) * medium}px`)
    .replaceAll(/(-font-(?:body|heading)):[^;}]*/g, '$1: system-ui, sans-serif')
    .replaceAll(/(-font-mono):[^;}]*/g, '$1: ui-monospace, monospace');
