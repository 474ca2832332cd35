import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { documentation } from './documentation.ts';
import { previews } from './previews.ts';
import { responsive } from './responsive.ts';

/** Checks that a theme has everything that buyers expect. */
export const completenessChecks: readonly Check<ThemePackage>[] = [responsive, previews, documentation];
