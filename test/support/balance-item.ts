import { parseInstant } from '../../functions/domain/time.ts';
import type { Key } from '../../functions/store/keys.ts';

/** Overwrites one attribute of an account's balance, to reach a state that takes thousands of calls. */
export async function overwrite(key: Key, attribute: string, value: unknown): Promise<void> {
  // The store reads the environment when it is loaded.
  const { conditionalWrite } = await import('../../functions/store/table/conditional-write.ts');
  const tried = await conditionalWrite({
    key,
    update: 'SET #it = :value',
    when: ['attribute_exists(pk)'],
    names: { '#it': attribute },
    values: { ':value': value },
  });
  expect(tried.kind).toBe('done');
}

/** The key of a counter's balance in the month of `time`, or of a gauge's. */
export async function balanceKeyOf(account: string, meter: string, time: string): Promise<Key> {
  const { balanceKey } = await import('../../functions/store/keys.ts');
  const { requireMeter } = await import('../../functions/domain/meters.ts');
  const { periodOf } = await import('../../functions/domain/periods.ts');
  return balanceKey(account as never, requireMeter(meter), periodOf(parseInstant(time)));
}
