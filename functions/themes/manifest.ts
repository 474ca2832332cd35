import * as z from 'zod';

/**
 * A CSS value that stands for itself, and ends where it ends: these characters can neither refer to another value nor
 * close the declaration that a token becomes. Whether it is a value of its property, a check says.
 */
const cssValue = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w\s#.,%()/+-]+$/, 'A CSS value of letters, digits and # . , % ( ) / + - alone.')
    .refine(isBalanced, 'A CSS value whose brackets are closed.');
/** Any CSS colour, also with alpha, as oklch() or as color-mix(). */
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

/** What something is painted with, and what stands on it. */
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
      /** The edge of what can be operated: inputs, outlined buttons. */
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

/** The version of the package format: 2 is the one whose theme.css holds what is listed, and nothing else. */
export const FORMAT = 2;

/** theme.json: what a theme is, and the tokens from which its custom properties are made. */
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
