import type { Check } from '../check.ts';
import type { ThemePackage } from '../package.ts';
import { svgSafe } from './drawing-safety.ts';
import { noRemoteResources } from './remote-resources.ts';

/** What keeps those who use a theme safe from who made it. */
export const safetyChecks: readonly Check<ThemePackage>[] = [noRemoteResources, svgSafe];
