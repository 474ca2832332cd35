import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import {
  type Amounts,
  bySpan,
  decodeAmounts,
  encodeAmounts,
  type Fold,
  fold,
  numberOf,
  type SumLevel,
  spanOf,
  sumLevels,
  type UsageSums,
} from '../../domain/metering/usage-sums.ts';
import type { Meter } from '../../domain/meters.ts';
import { type Day, type Instant, plus } from '../../domain/time.ts';
import type { BalanceRef } from '../balances/balances.ts';
import { type Key, spanOfSums, sumsKey } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { conditionalWrite, RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { itemsIn } from '../table/list.ts';
import { requireKnownSchema } from '../table/schema-version.ts';
import type { Transaction } from '../table/transaction.ts';

/**
 * Usage sums as they lie in the table. Corrections are beside the folds, each hour or day in a number of its own
 * (`c499344`), so that they are added without a condition.
 */
interface SumsItem {
  readonly sums?: Uint8Array;
  readonly latest?: Readonly<Record<string, readonly [number: number, amounts: Uint8Array]>>;
  readonly rev?: number;
}

/** Sums as they were read. */
export interface StoredSums {
  readonly span: string;
  readonly sums: UsageSums;
  /** By how much corrections have changed each hour or day. */
  readonly corrected: Amounts;
  /** 0: nothing was folded yet. */
  readonly revision: number;
}

export const correctedName = (number: number): string => `c${number}`;
const CORRECTED_NAME = /^c\d+$/;

function readSums(span: string, item: SumsItem & Readonly<Record<string, unknown>>): StoredSums {
  requireKnownSchema(item);
  const latest = Object.entries(item.latest ?? {}).map(
    ([day, [number, amounts]]) => [day as Day, { number, amounts: decodeAmounts(amounts) }] as const,
  );
  const corrected = Object.entries(item).flatMap(([name, value]) =>
    CORRECTED_NAME.test(name) ? [[Number(name.slice(1)), value as number] as const] : [],
  );
  return {
    span,
    sums: { total: decodeAmounts(item.sums ?? new Uint8Array()), latest: new Map(latest) },
    corrected: new Map(corrected),
    revision: item.rev ?? 0,
  };
}

/** One consistent read. */
async function loadSums(key: Key): Promise<StoredSums> {
  const { Item = {} } = await table.send(
    new GetCommand({ TableName: tableName(), Key: { ...key }, ConsistentRead: true }),
  );
  return readSums(spanOfSums(key), Item);
}

/** The sums of the spans from `from` (inclusive) to `to` (exclusive), oldest first. One consistent Query. */
export async function sumsBetween(
  account: AccountId,
  meter: Meter,
  level: SumLevel,
  from: Instant,
  to: Instant,
): Promise<StoredSums[]> {
  const { pk, sk: first } = sumsKey(account, meter, level, spanOf(level, from));
  const { sk: last } = sumsKey(account, meter, level, spanOf(level, plus(to, -1)));
  const found: StoredSums[] = [];
  for await (const item of itemsIn({ pk, from: first, to: last }))
    found.push(readSums(spanOfSums(item as unknown as Key), item));
  return found;
}

/**
 * Folds what a balance has pending into the sums, before the write that removes it from the balance. Twice is once; so is
 * a second fold of the same number with more in it. A read and a write for each record: one of hours and one of days for
 * usage that came together, 1 WRU a started KB.
 */
export async function foldPending(ref: BalanceRef, number: number, pending: Amounts): Promise<void> {
  for (const level of sumLevels)
    for (const [span, amounts] of bySpan(level, pending)) {
      const key = sumsKey(ref.account, ref.meter, level, span);
      await retryOnConflict(async () => {
        const stored = await loadSums(key);
        const sums = fold(stored.sums, ref.period.day, { number, amounts });
        return sums === stored.sums || (await saveSums(key, sums, stored.revision)) || RETRY;
      });
    }
}

/** Replaces the sums that were read. Promise: no fold came in between. Corrections stay as they are. */
export async function saveSums(key: Key, { total, latest }: UsageSums, revision: number): Promise<boolean> {
  const tried = await conditionalWrite({
    key,
    update: 'SET sums = :sums, latest = :latest, rev = :next',
    when: [revision === 0 ? 'attribute_not_exists(rev)' : 'rev = :rev'],
    values: {
      ':sums': encodeAmounts(total),
      ':latest': Object.fromEntries([...latest].map(([day, each]) => [day, writeFold(each)])),
      ':next': revision + 1,
      ...(revision === 0 ? {} : { ':rev': revision }),
    },
  });
  return tried.kind === 'done';
}

const writeFold = ({ number, amounts }: Fold): readonly [number, Uint8Array] => [
  number,
  encodeAmounts(amounts),
];

/** Moves the sums of an event's hour and day, in the transaction that corrects the event. 4 WRU. */
export function correctSums(
  transaction: Transaction,
  { account, meter }: BalanceRef,
  at: Instant,
  by: number,
): void {
  for (const level of sumLevels)
    transaction.update(sumsKey(account, meter, level, spanOf(level, at)), {
      add: ['#corrected :by'],
      names: { '#corrected': correctedName(numberOf(level, at)) },
      values: { ':by': by },
    });
}
