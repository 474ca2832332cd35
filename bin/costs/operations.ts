import type { Metered } from './metering.ts';
import type { Operation } from './operation.ts';
import { everyday } from './operations/everyday.ts';
import { money } from './operations/money.ts';
import { store } from './operations/store.ts';
import { telling } from './operations/telling.ts';
import { timely } from './operations/timely.ts';
import { usage } from './operations/usage.ts';
import type { Till } from './till.ts';

/** All of them, in the order of the table. */
export const operations = {
  ...everyday,
  ...usage,
  ...money,
  ...timely,
  ...store,
  ...telling,
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** Those that move the clock first, in their order. */
export async function measureAll(
  till: Till,
  tell: (title: string) => void,
): Promise<Readonly<Record<OperationName, Metered>>> {
  const entries = Object.entries(operations) as [OperationName, Operation][];
  const found = new Map<OperationName, Metered>();
  for (const [name, operation] of entries.toSorted(([, a], [, b]) => order(a) - order(b))) {
    tell(operation.title);
    found.set(name, await operation.measure(till));
  }
  return Object.fromEntries(found) as Record<OperationName, Metered>;
}

const order = ({ movesClock }: Operation): number => (movesClock ? 0 : 1);
