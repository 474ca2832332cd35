import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { componentContrasts } from './components.ts';
import { focusContrasts } from './focus.ts';
import { ratio, worst } from './measuring.ts';
import { stillMoving } from './motion.ts';
import { lineHeights, textContrasts, textSizes } from './text.ts';
import { unreadableColours } from './tokens.ts';

/**
 * Checks that a theme is readable and operable. They measure the base page in both color schemes and at every width at
 * which the theme differs, without a browser. What cannot be evaluated fails.
 */
export const accessibilityChecks: readonly Check<ThemePackage>[] = [
  {
    id: 'colours-valid',
    title: 'Colours can be read',
    required: 'a CSS colour for each token',
    measure: unreadableColours,
  },
  {
    id: 'contrast-text',
    title: 'Text stands out from what is behind it',
    required: 'at least 4.50:1, large text 3.00:1 (WCAG 2.1, SC 1.4.3)',
    measure: (theme) => worst(theme, textContrasts, ratio),
  },
  {
    id: 'contrast-components',
    title: 'Controls stand out from what is around them',
    required: 'at least 3.00:1 (WCAG 2.1, SC 1.4.11)',
    measure: (theme) => worst(theme, componentContrasts, ratio),
  },
  {
    id: 'focus-visible',
    title: 'The focus can be seen',
    required:
      'a line of 2 px or a filling at 3.00:1 wherever the focus can be (WCAG 2.1, SC 2.4.7 and 1.4.11)',
    measure: (theme) => worst(theme, focusContrasts, ratio),
  },
  {
    id: 'reduced-motion',
    title: 'Nothing moves for who asks for less motion',
    required: '0 elements that move under prefers-reduced-motion: reduce (WCAG 2.1, SC 2.3.3)',
    measure: stillMoving,
  },
  {
    id: 'text-size',
    title: 'Text is large enough',
    required: 'at least 12 px',
    measure: (theme) => worst(theme, textSizes, (value) => `${floored(value)} px`),
  },
  {
    id: 'line-height',
    title: 'Lines of running text leave room between them',
    required: 'at least 1.4 font sizes',
    measure: (theme) => worst(theme, lineHeights, floored),
  },
];

const floored = (value: number): string => String(Math.floor(value * 100 + 1e-6) / 100);
