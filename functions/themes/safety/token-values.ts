import { leastText, mostSpace } from '../contract/properties.ts';
import {
  lengthWithin,
  mostBlur,
  mostLine,
  shadowReach,
  shadows,
  type ValueRule,
  valueViolation,
} from '../contract/values.ts';
import type { Manifest } from '../manifest.ts';
import { shown, type Violation } from '../measures.ts';

export const tokensRequired =
  `font-family lists and an easing that CSS knows; spacing ≤ ${mostSpace} px, sizes of text ${leastText}–${mostSpace} px, ` +
  `borders ≤ ${mostLine} px; shadows outside that reach ≤ ${shadowReach} px at half of their strength and are blurred by ` +
  `≤ ${mostBlur} px`;

/**
 * Returns tokens that would disable a property in every component, or hide components. Colors are checked separately.
 */
export function tokenViolations({ tokens }: Manifest): Violation[] {
  const { typography, spacing, borders, transitions } = tokens;
  const { body, heading, mono, sizes } = typography;
  const { width, focusWidth } = borders;
  const values = [
    ...valuesOf('font-family', '/tokens/typography', { body, heading, mono }, any),
    ...valuesOf('font-size', '/tokens/typography/sizes', sizes, lengthWithin(leastText, mostSpace)),
    ...valuesOf('padding', '/tokens/spacing', spacing, lengthWithin(0, mostSpace)),
    ...valuesOf('outline-width', '/tokens/borders', { width, focusWidth }, lengthWithin(0, mostLine)),
    ...valuesOf('box-shadow', '/tokens/light/shadows', tokens.light.shadows, shadows),
    ...valuesOf('box-shadow', '/tokens/dark/shadows', tokens.dark.shadows, shadows),
    ...valuesOf('transition-timing-function', '/tokens/transitions', { easing: transitions.easing }, any),
  ];
  return values.flat();
}

const any: ValueRule = () => null;

function valuesOf(
  property: string,
  pointer: string,
  values: Readonly<Record<string, string>>,
  rule: ValueRule,
): Violation[][] {
  return Object.entries(values).map(([name, value]) => {
    const what = valueViolation(property, value, rule);
    return what === null ? [] : [{ what: `${shown(value)} ${what}`, where: `theme.json${pointer}/${name}` }];
  });
}
