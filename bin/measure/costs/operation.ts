import type { Harness } from './harness.ts';
import type { Metered } from './metering.ts';

/** An operation of the service whose cost is measured. */
export interface Operation {
  readonly title: string;
  /** The operation moves the clock, which affects all accounts, so it is measured while there are no others. */
  readonly movesClock?: true;
  measure(harness: Harness): Promise<Metered>;
}
