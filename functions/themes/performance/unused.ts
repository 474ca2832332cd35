import { selectOne } from 'css-select';
import { generate } from 'css-tree';
import { parseDocument } from 'htmlparser2';
import { basePage } from '../base/page.ts';
import type { Check } from '../check.ts';
import { placeOf } from '../css/rules.ts';
import { type Fault, findingOf, many, shown } from '../measures.ts';
import type { ThemePackage } from '../package.ts';
import { type Selecting, selectorsOf, withoutState } from './selectors.ts';

const page = parseDocument(basePage);

/** Selectors that match nothing are weight, or reach for something that no component has. */
export const unusedSelectors: Check<ThemePackage> = {
  id: 'unused-selectors',
  title: 'Every selector meets a component',
  required: 'each selector, states aside, matches on the page of base components',
  measure: (theme) => {
    const selectors = selectorsOf(theme);
    return findingOf(selectors.flatMap(unusedFaults), many(selectors.length, 'selector'));
  },
};

function unusedFaults({ selector, styled: { parents } }: Selecting): Fault[] {
  const isUsed = matches(withoutState(selector, parents));
  return isUsed ? [] : [{ what: `${shown(generate(selector))} matches nothing`, where: placeOf(selector) }];
}

function matches(selector: string): boolean {
  try {
    return selectOne(selector, page) !== null;
  } catch {
    // What the library cannot match, it says by throwing.
    return false;
  }
}
