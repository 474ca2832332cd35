import { lexer } from 'css-tree';
import type { Check } from '../check.ts';
import { type Fault, findingOf, shown } from '../measures.ts';
import type { ThemePackage } from '../package.ts';

/** A token that is no value of its property would take the property from every component. Colours are checked apart. */
export const tokenValues: Check<ThemePackage> = {
  id: 'token-values',
  title: 'Tokens are values of their properties',
  required: 'font-family lists, shadows and an easing that CSS knows',
  measure: ({ manifest: { tokens } }) => {
    const { body, heading, mono } = tokens.typography;
    const values = [
      ...valuesOf('font-family', '/tokens/typography', { body, heading, mono }),
      ...valuesOf('box-shadow', '/tokens/light/shadows', tokens.light.shadows),
      ...valuesOf('box-shadow', '/tokens/dark/shadows', tokens.dark.shadows),
      ...valuesOf('transition-timing-function', '/tokens/transitions', { easing: tokens.transitions.easing }),
    ];
    return findingOf(values.flatMap(faultOf), `${values.length} values`);
  },
};

interface Value {
  readonly property: string;
  readonly pointer: string;
  readonly value: string;
}

const valuesOf = (property: string, pointer: string, values: Readonly<Record<string, string>>): Value[] =>
  Object.entries(values).map(([name, value]) => ({ property, pointer: `${pointer}/${name}`, value }));

const faultOf = ({ property, pointer, value }: Value): Fault[] =>
  lexer.matchProperty(property, value).error === null
    ? []
    : [{ what: `${shown(value)} is no ${property}`, where: `theme.json${pointer}` }];
