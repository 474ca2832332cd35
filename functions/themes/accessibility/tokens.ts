import { type ColourSurroundings, readColour } from '../cascade/colours.ts';
import { Unevaluable } from '../cascade/unevaluable.ts';
import type { Finding } from '../check.ts';
import type { ThemePackage } from '../package.ts';

/** Checks that every color token is a color, and names it by its path in theme.json. */
export function unreadableColours({ manifest: { tokens } }: ThemePackage): Finding {
  const colours = (['light', 'dark'] as const).flatMap((scheme) =>
    leaves(tokens[scheme].colours, `/tokens/${scheme}/colours`),
  );
  const wrong = colours.filter(([, text]) => !isColour(text));
  const measured =
    wrong.length === 0
      ? `${colours.length} colours`
      : `no colour: ${wrong
          .slice(0, 3)
          .map(([, text]) => text.slice(0, 40))
          .join(', ')}`;
  return {
    passed: wrong.length === 0,
    measured,
    where:
      wrong
        .map(([path]) => path)
        .slice(0, 3)
        .join(', ') || null,
  };
}

type Tree = { readonly [name: string]: string | Tree };

const leaves = (tree: Tree, path: string): (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}/${name}`, value] as const] : leaves(value, `${path}/${name}`),
  );

function isColour(text: string): boolean {
  try {
    readColour(text, standalone);
    return true;
  } catch (error) {
    if (error instanceof Unevaluable) return false;
    throw error;
  }
}

/** A token is evaluated without surroundings: it cannot refer to the color of its place of use. */
const standalone: ColourSurroundings = {
  scheme: 'light',
  current: () => {
    throw new Unevaluable('currentcolor is no colour of its own');
  },
};
