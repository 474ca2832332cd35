import { useEffect, useState } from 'react';

/** What a theme gives to draw with: a canvas knows no custom properties, so they are read. */
export interface Palette {
  readonly main: string;
  readonly others: readonly string[];
  readonly limit: string;
  readonly mark: string;
  readonly text: string;
  readonly line: string;
  readonly background: string;
  readonly font: string;
}

function read(): Palette {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    main: value('--colour-primary'),
    // These stand out from every background of a theme; those of states need not.
    others: ['--colour-muted-text', '--colour-text', '--colour-control-border'].map(value),
    limit: value('--colour-text'),
    mark: value('--colour-control-border'),
    text: value('--colour-muted-text'),
    line: value('--colour-border'),
    background: value('--colour-background'),
    font: `12px ${value('--font-body') || 'sans-serif'}`,
  };
}

/** The theme's colours as they are now: read again when the scheme or the theme changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(read);
  useEffect(() => {
    const again = () =>
      setPalette((known) => {
        const found = read();
        return JSON.stringify(found) === JSON.stringify(known) ? known : found;
      });
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const watch = new MutationObserver(again);
    dark.addEventListener('change', again);
    watch.observe(document.documentElement, { attributes: true });
    watch.observe(document.head, { childList: true, subtree: true, attributes: true });
    return () => {
      dark.removeEventListener('change', again);
      watch.disconnect();
    };
  }, []);
  return palette;
}
