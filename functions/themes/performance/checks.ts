import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { cssSize, fontBudget, imageBudget } from './weight.ts';

/** Checks of the loading cost of a theme. */
export const performanceChecks: readonly Check<ThemePackage>[] = [cssSize, fontBudget, imageBudget];
