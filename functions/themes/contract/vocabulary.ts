import { basePage } from '../base/page.ts';

/** The classes that a theme may dress: those of the page of base components. */
export const classes: ReadonlySet<string> = new Set(
  [...basePage.matchAll(/class="([^"]*)"/g)]
    .flatMap(([, names = '']) => names.split(' '))
    .filter((name) => name.startsWith('rd-'))
    .sort(),
);

/** The states that a selector may name. */
export const states = [
  'hover',
  'focus-visible',
  'active',
  'disabled',
  'checked',
  'first-child',
  'last-child',
] as const;

/** The attributes that a selector may name, each with the values that it may ask for. */
export const attributes: Readonly<Record<string, readonly string[]>> = {
  'aria-current': ['page'],
  'aria-selected': ['true', 'false'],
  'aria-invalid': ['true'],
  'aria-disabled': ['true'],
  'aria-expanded': ['true', 'false'],
  'aria-pressed': ['true', 'false'],
};

/** Compounds of a selector, and classes with states of a compound. */
export const mostCompounds = 3;
export const mostParts = 4;
