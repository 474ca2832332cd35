import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { documentation } from './documentation.ts';
import { previews } from './previews.ts';
import { responsive } from './responsive.ts';

/** Whether everything is there that a theme is looked for. */
export const completenessChecks: readonly Check<ThemePackage>[] = [responsive, previews, documentation];
