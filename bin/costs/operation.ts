import type { Metered } from './metering.ts';
import type { Till } from './till.ts';

/** Something that the service does, whose cost is measured. */
export interface Operation {
  readonly title: string;
  /** It moves the clock, which all accounts feel: it is measured while there are no others. */
  readonly movesClock?: true;
  measure(till: Till): Promise<Metered>;
}
