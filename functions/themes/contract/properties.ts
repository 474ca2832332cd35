import { animations, transitions } from './motion.ts';
import {
  colour,
  columns,
  lengthWithin,
  line,
  lineStyle,
  mostLine,
  numberWithin,
  oneOf,
  pictures,
  shadows,
  transforms,
  upTo,
  type ValueRule,
} from './values.ts';

/** Maximum spacing, text size and height in CSS pixels. */
export const mostSpace = 96;
export const leastText = 12;

const sides = ['top', 'right', 'bottom', 'left'];
const space = lengthWithin(0, mostSpace);
const lineWidth = lengthWithin(0, mostLine);
const radius = upTo(4, lengthWithin(0, 999));
const each = (names: readonly string[], rule: ValueRule): Record<string, ValueRule> =>
  Object.fromEntries(names.map((name) => [name, rule]));
const anyValue: ValueRule = () => null;

/** The properties that theme.css may set, except those of motion. */
const still: Readonly<Record<string, ValueRule>> = {
  color: colour,
  'background-color': colour,
  'background-image': pictures,
  ...each(['background-position', 'background-repeat', 'background-size'], anyValue),
  ...each(['border', 'outline', ...sides.map((side) => `border-${side}`)], line),
  ...each(['border-color', 'outline-color', 'text-decoration-color'], upTo(4, colour)),
  ...each(
    sides.map((side) => `border-${side}-color`),
    colour,
  ),
  ...each(
    ['border-width', ...sides.map((side) => `border-${side}-width`), 'outline-width'],
    upTo(4, lineWidth),
  ),
  ...each(
    ['border-style', ...sides.map((side) => `border-${side}-style`), 'outline-style'],
    upTo(4, lineStyle),
  ),
  'outline-offset': lengthWithin(-mostLine, mostLine),
  'border-radius': radius,
  ...each(
    ['top-left', 'top-right', 'bottom-right', 'bottom-left'].map((corner) => `border-${corner}-radius`),
    radius,
  ),
  'box-shadow': shadows,
  opacity: numberWithin(0, 1),
  'font-family': anyValue,
  'font-size': lengthWithin(leastText, mostSpace),
  'font-weight': numberWithin(1, 1_000, 'normal', 'bold'),
  'font-style': oneOf('normal', 'italic'),
  'letter-spacing': lengthWithin(-0.8, 4.8, 'normal'),
  'line-height': numberWithin(1, 3),
  'text-align': oneOf('left', 'center', 'right', 'start', 'end'),
  'text-transform': oneOf('none', 'uppercase', 'lowercase', 'capitalize'),
  'text-wrap': oneOf('wrap', 'balance', 'pretty'),
  ...each(['text-decoration', 'text-decoration-line'], oneOf('none', 'underline')),
  'text-decoration-style': oneOf('solid', 'double', 'dotted', 'dashed', 'wavy'),
  'text-decoration-thickness': lengthWithin(1, 4, 'auto', 'from-font'),
  'text-underline-offset': lengthWithin(0, 8, 'auto'),
  ...each(['padding', 'padding-block', 'padding-inline', 'gap'], upTo(4, space)),
  ...each(
    sides.map((side) => `padding-${side}`),
    space,
  ),
  ...each(['row-gap', 'column-gap', 'min-height'], space),
  width: oneOf('auto', 'fit-content', '100%'),
  'flex-direction': oneOf('row', 'column'),
  'align-items': oneOf('start', 'center', 'end', 'stretch', 'baseline', 'flex-start', 'flex-end'),
  'justify-content': oneOf('start', 'center', 'end', 'space-between', 'flex-start', 'flex-end'),
  'grid-template-columns': columns,
  transform: transforms,
  transition: transitions,
};

/** Returns the rule for a property's value; undefined for properties outside the format. */
export function ruleFor(property: string, keyframes: readonly string[]): ValueRule | undefined {
  return property === 'animation'
    ? animations(keyframes)
    : Object.hasOwn(still, property)
      ? still[property]
      : undefined;
}

/** All properties of the format, in alphabetical order. */
export const propertyNames: readonly string[] = [...Object.keys(still), 'animation'].sort();

/** Permitted descriptors of @font-face. */
export const fontDescriptors: Readonly<Record<string, ValueRule>> = {
  'font-family': (text) => (/^(["'])[^"',]+\1$/.test(text) ? null : 'is not one name in quotes'),
  src: (text) =>
    /^url\([^)]*\)( format\((["']?)woff2\2\))?$/i.test(text) ? null : 'is not one url() of the package',
  'font-weight': anyValue,
  'font-style': oneOf('normal', 'italic'),
  'font-display': oneOf('auto', 'block', 'swap', 'fallback', 'optional'),
  'unicode-range': anyValue,
};
