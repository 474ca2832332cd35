import type { Harness } from './harness.ts';
import type { Metered } from './metering.ts';

/** Something that the service does, whose cost is measured. */
export interface Operation {
  readonly title: string;
  /** It moves the clock, which all accounts feel: it is measured while there are no others. */
  readonly movesClock?: true;
  measure(harness: Harness): Promise<Metered>;
}
