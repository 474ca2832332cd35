import { basePage } from '../base/page.ts';

/** The classes that a theme may style: those of the base page. */
export const classes: ReadonlySet<string> = new Set(
  [...basePage.matchAll(/class="([^"]*)"/g)]
    .flatMap(([, names = '']) => names.split(' '))
    .filter((name) => name.startsWith('rd-'))
    .sort(),
);

/** The states permitted in a selector. */
export const states = [
  'hover',
  'focus-visible',
  'active',
  'disabled',
  'checked',
  'first-child',
  'last-child',
] as const;

/** The attributes permitted in a selector, with their permitted values. */
export const attributes: Readonly<Record<string, readonly string[]>> = {
  'aria-current': ['page'],
  'aria-selected': ['true', 'false'],
  'aria-invalid': ['true'],
  'aria-disabled': ['true'],
  'aria-expanded': ['true', 'false'],
  'aria-pressed': ['true', 'false'],
};

/** Maximum compounds of a selector, and maximum classes and states of a compound. */
export const mostCompounds = 3;
export const mostParts = 4;
