import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { cssSize, fontBudget, imageBudget } from './weight.ts';

/** What a theme costs those who look at it. */
export const performanceChecks: readonly Check<ThemePackage>[] = [cssSize, fontBudget, imageBudget];
