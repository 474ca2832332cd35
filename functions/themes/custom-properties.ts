import type { Manifest, Scheme } from './manifest.ts';

/** Returns the custom properties of a theme's tokens in one color scheme: `--colour-primary`, `--font-body` … */
export function customProperties({ tokens }: Manifest, scheme: Scheme): ReadonlyMap<string, string> {
  const { typography, spacing, borders, transitions } = tokens;
  return new Map([
    ...named('colour', tokens[scheme].colours.neutral),
    ...Object.entries({ ...ofPalettes(tokens[scheme].colours) }),
    ...named('shadow', tokens[scheme].shadows),
    ...named('font', { body: typography.body, heading: typography.heading, mono: typography.mono }),
    ...named('text', typography.sizes),
    ...named('weight', typography.weights),
    ...named('line', typography.lineHeights),
    ...named('space', spacing),
    ...named('radius', borders.radii),
    ...named('border', { width: borders.width }),
    ...named('focus', { width: borders.focusWidth }),
    ...named('motion', transitions),
  ]);
}

type Colours = Manifest['tokens']['light']['colours'];

/** `primary.base` → `--colour-primary`, `primary.text` → `--colour-primary-text`. */
const ofPalettes = ({ primary, secondary, semantic }: Colours): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ primary, secondary, ...semantic }).flatMap(([palette, shades]) =>
      Object.entries(shades).map(([shade, value]) => [
        `--colour-${palette}${shade === 'base' ? '' : `-${dashed(shade)}`}`,
        value,
      ]),
    ),
  );

const named = (group: string, values: Readonly<Record<string, string | number>>): [string, string][] =>
  Object.entries(values).map(([name, value]) => [`--${group}-${dashed(name)}`, String(value)]);

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
