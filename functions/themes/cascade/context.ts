import type { Scheme } from '../manifest.ts';

/** The surroundings that a page is shown in. */
export interface Context {
  readonly scheme: Scheme;
  /** Of the viewport, in CSS pixels. */
  readonly width: number;
  readonly reducedMotion: boolean;
  /** Whether it is pointed at with a finger, so that nothing hovers. */
  readonly touch: boolean;
  /** Whether container queries hold: the sizes of containers are known to a browser only, so both are looked at. */
  readonly containers: boolean;
}

/** The height of the viewport in CSS pixels, for the few values that ask for it. */
export const HEIGHT = 800;
