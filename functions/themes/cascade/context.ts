import type { Scheme } from '../manifest.ts';

/** The environment in which a page is shown. */
export interface Context {
  /** The color scheme whose tokens the page uses. */
  readonly scheme: Scheme;
  /** The system's color scheme, which media queries use. A page may choose the other one. */
  readonly system: Scheme;
  /** The viewport's width in CSS pixels. */
  readonly width: number;
  readonly reducedMotion: boolean;
}

/** The viewport's height in CSS pixels, for the few values that depend on it. */
export const HEIGHT = 800;
