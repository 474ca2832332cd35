import type { Scheme } from '../manifest.ts';

/** The surroundings that a page is shown in. */
export interface Context {
  /** The scheme whose tokens the page uses. */
  readonly scheme: Scheme;
  /** The scheme of the system, which media queries follow: a page may choose the other one for itself. */
  readonly system: Scheme;
  /** Of the viewport, in CSS pixels. */
  readonly width: number;
  readonly reducedMotion: boolean;
}

/** The height of the viewport in CSS pixels, for the few values that ask for it. */
export const HEIGHT = 800;
