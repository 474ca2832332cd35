import * as z from 'zod';

/** A CSS value that stands for itself: what it refers to could grow without end, and escapes could hide that it does. */
const cssValue = z
  .string()
  .min(1)
  .regex(
    /^(?:(?!([vV][aA][rR]|[eE][nN][vV]|[aA][tT][tT][rR])\()[^\\])+$/,
    'A value without var() and backslashes.',
  );
/** Any CSS colour, also with alpha, as oklch() or as color-mix(). Whether it is one, a check says. */
const colour = cssValue.max(200);
const length = z
  .string()
  .max(20)
  .regex(/^(0|\d+(\.\d+)?(px|rem|em))$/, 'A length in px, rem or em.');

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
    small: cssValue.max(300),
    medium: cssValue.max(300),
    large: cssValue.max(300),
  }),
});

const sizes = z.strictObject({
  small: length,
  base: length,
  large: length,
  heading: length,
  display: length,
});

/** theme.json: what a theme is, and the tokens from which its custom properties are made. */
export const manifestSchema = z.strictObject({
  $schema: z.string().max(300).optional(),
  name: z.string().min(1).max(80),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'A version as 1.2.3.'),
  description: z.string().min(1).max(2_000),
  tokens: z.strictObject({
    light: scheme,
    dark: scheme,
    typography: z.strictObject({
      body: cssValue.max(300).meta({ description: 'A font-family list.' }),
      heading: cssValue.max(300),
      mono: cssValue.max(300),
      sizes,
      weights: z.strictObject({ normal: z.int().min(1).max(1_000), bold: z.int().min(1).max(1_000) }),
      lineHeights: z.strictObject({ body: z.number().min(0.5).max(4), heading: z.number().min(0.5).max(4) }),
    }),
    spacing: z.strictObject({ xs: length, sm: length, md: length, lg: length, xl: length }),
    borders: z.strictObject({
      width: length,
      focusWidth: length,
      radii: z.strictObject({ small: length, medium: length, large: length }),
    }),
    transitions: z.strictObject({
      duration: z.string().regex(/^\d{1,4}ms$/, 'A time in ms.'),
      easing: cssValue.max(100),
    }),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;
export type Scheme = 'light' | 'dark';
