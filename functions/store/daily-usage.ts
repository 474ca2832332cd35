import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../domain/accounts.ts';
import { type DayFigures, figuresAfter, type MeterFigures } from '../domain/day-figures.ts';
import type { Day } from '../domain/time.ts';
import { table, tableName } from './client.ts';
import { dailyUsageKey } from './keys.ts';
import { itemsIn } from './range.ts';
import type { Transaction } from './transaction.ts';

interface FiguresItem {
  readonly figures: DayFigures;
  readonly rev: number;
}

/**
 * Adds what one account has used on a day to the figures of its shard. One read, 2 WRU a started KB. Promise: nobody
 * else moved them since they were read.
 */
export async function addDailyUsage(
  transaction: Transaction,
  account: AccountId,
  day: Day,
  usage: Readonly<Record<string, MeterFigures>>,
): Promise<void> {
  const key = dailyUsageKey(day, account);
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: key, ConsistentRead: true }),
  );
  const known = Item as FiguresItem | undefined;
  transaction.put(
    { ...key, figures: figuresAfter(known?.figures ?? {}, account, usage), rev: (known?.rev ?? 0) + 1 },
    known ? { when: ['rev = :rev'], values: { ':rev': known.rev } } : { when: ['attribute_not_exists(pk)'] },
  );
}

/** The figures of the days of a month, by day and shard. */
export async function* dailyUsageOf(from: Day, to: Day): AsyncGenerator<{ day: Day; figures: DayFigures }> {
  const { pk } = dailyUsageKey(from, '');
  for await (const item of itemsIn({ pk, from, to: `${to}#~` }))
    yield { day: String(item.sk).slice(0, 10) as Day, figures: (item as unknown as FiguresItem).figures };
}
