import * as z from 'zod';

/**
 * A self-contained CSS value: these characters can neither refer to another value nor end the declaration of the token.
 * A check validates it against its property.
 */
const cssValue = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w\s#.,%()/+-]+$/, 'A CSS value of letters, digits and # . , % ( ) / + - alone.')
    .refine(isBalanced, 'A CSS value whose brackets are closed.');
/** Any CSS color, also with alpha, as oklch() or as color-mix(). */
const colour = cssValue(200);
const fonts = z
  .string()
  .min(1)
  .max(300)
  .regex(
    /^(?:[\w\s,-]|'[^'"\\<\n]*'|"[^'"\\<\n]*")+$/,
    'Names of fonts, in quotes or without, parted by commas.',
  )
  .meta({ description: 'A font-family list.' });
const length = z
  .string()
  .max(20)
  .regex(/^(0|\d+(\.\d+)?(px|rem|em))$/, 'A length in px, rem or em.');

function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** A background color, and the color of content on it. */
const filled = z.strictObject({ base: colour, text: colour });
const pressable = filled.extend({ hover: colour });

const scheme = z.strictObject({
  colours: z.strictObject({
    primary: pressable,
    secondary: pressable,
    neutral: z.strictObject({
      background: colour,
      surface: colour,
      text: colour,
      mutedText: colour,
      border: colour,
      /** The border of controls: inputs, outlined buttons. */
      controlBorder: colour,
      focus: colour,
    }),
    semantic: z.strictObject({ success: filled, warning: filled, danger: filled, info: filled }),
  }),
  shadows: z.strictObject({
    small: cssValue(300),
    medium: cssValue(300),
    large: cssValue(300),
  }),
});

const sizes = z.strictObject({
  small: length,
  base: length,
  large: length,
  heading: length,
  display: length,
});

/** The version of the package format. Version 2 permits in theme.css only what the format lists. */
export const FORMAT = 2;

/** theme.json: the description of a theme, and the tokens from which its custom properties are made. */
export const manifestSchema = z.strictObject({
  $schema: z.string().max(300).optional(),
  format: z.literal(FORMAT, {
    error: `This package is not of format ${FORMAT}. Write theme.css by docs/theme-package.md and put "format": ${FORMAT} into theme.json.`,
  }),
  name: z.string().min(1).max(80),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'A version as 1.2.3.'),
  description: z.string().min(1).max(2_000),
  tokens: z.strictObject({
    light: scheme,
    dark: scheme,
    typography: z.strictObject({
      body: fonts,
      heading: fonts,
      mono: fonts,
      sizes,
      weights: z.strictObject({ normal: z.int().min(1).max(1_000), bold: z.int().min(1).max(1_000) }),
      lineHeights: z.strictObject({ body: z.number().min(1).max(3), heading: z.number().min(1).max(3) }),
    }),
    spacing: z.strictObject({ xs: length, sm: length, md: length, lg: length, xl: length }),
    borders: z.strictObject({
      width: length,
      focusWidth: length,
      radii: z.strictObject({ small: length, medium: length, large: length }),
    }),
    transitions: z.strictObject({
      duration: z.string().regex(/^\d{1,4}ms$/, 'A time in ms.'),
      easing: cssValue(100),
    }),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];
