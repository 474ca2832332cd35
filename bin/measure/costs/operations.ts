import type { Harness } from './harness.ts';
import type { Metered } from './metering.ts';
import type { Operation } from './operation.ts';
import { everyday } from './operations/everyday.ts';
import { money } from './operations/money.ts';
import { store } from './operations/store.ts';
import { timely } from './operations/timely.ts';
import { usage } from './operations/usage.ts';
import { webhooks } from './operations/webhooks.ts';

/** All operations, in the order of the table. */
export const operations = {
  ...everyday,
  ...usage,
  ...money,
  ...timely,
  ...store,
  ...webhooks,
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** Measures all operations, those that move the clock first. */
export async function measureAll(
  harness: Harness,
  tell: (title: string) => void,
): Promise<Readonly<Record<OperationName, Metered>>> {
  const entries = Object.entries(operations) as [OperationName, Operation][];
  const found = new Map<OperationName, Metered>();
  for (const [name, operation] of entries.toSorted(([, a], [, b]) => order(a) - order(b))) {
    tell(operation.title);
    found.set(name, await operation.measure(harness));
  }
  return Object.fromEntries(found) as Record<OperationName, Metered>;
}

const order = ({ movesClock }: Operation): number => (movesClock ? 0 : 1);
