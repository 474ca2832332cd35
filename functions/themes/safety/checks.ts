import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { svgSafe } from './drawing-safety.ts';
import { noRemoteResources } from './remote-resources.ts';

/** Checks that protect users of a theme from its creator. */
export const safetyChecks: readonly Check<ThemePackage>[] = [noRemoteResources, svgSafe];
