import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import { type DayFigures, figuresAfter, type MeterFigures } from '../../domain/reports/day-figures.ts';
import { type Day, type Instant, MINUTE, plus } from '../../domain/time.ts';
import { contributionKey, dailyUsageKey, dueAttributes, type Key } from '../keys.ts';
import { table, tableName } from '../table/client.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { itemsIn } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';

interface FiguresItem {
  readonly figures: DayFigures;
  readonly rev: number;
}

/** What one account adds to the figures of a day, until it is added. */
interface ContributionItem {
  readonly usage: Readonly<Record<string, MeterFigures>>;
}

/** When what an account adds to a day's figures is added, if the worker that left it does not come to it. */
const SOON = MINUTE;

/**
 * Leaves what one account has used on a day for the figures of its shard, in the account's own transaction: the shard
 * is shared with other accounts, and nothing of theirs may hold this account up. Costs 2 WRU.
 */
export function addContribution(
  transaction: Transaction,
  account: AccountId,
  day: Day,
  usage: Readonly<Record<string, MeterFigures>>,
  now: Instant,
): void {
  if (Object.keys(usage).length === 0) return;
  const due = dueAttributes(account, plus(now, SOON), 'figures');
  transaction.put({ ...contributionKey(account, day), ...due, usage });
}

/**
 * Adds what an account has left to the figures of its shard: once, because the same transaction takes it away. Two
 * reads, one transaction, 2 WRU a started KB of the shard. Nothing is left: nothing is done.
 */
export async function addDailyUsage(account: AccountId, day: Day): Promise<void> {
  const left = contributionKey(account, day);
  const key = dailyUsageKey(day, account);
  await retryOnConflict(async () => {
    const contribution = (await itemAt<ContributionItem>(left)) ?? null;
    if (!contribution) return true;
    const known = await itemAt<FiguresItem>(key);
    const figures = figuresAfter(known?.figures ?? {}, account, contribution.usage);
    return (
      (await new Transaction()
        .delete(left, { when: ['attribute_exists(pk)'] })
        .put(
          { ...key, figures, rev: (known?.rev ?? 0) + 1 },
          known
            ? { when: ['rev = :rev'], values: { ':rev': known.rev } }
            : { when: ['attribute_not_exists(pk)'] },
        )
        .commit()) || RETRY
    );
  });
}

async function itemAt<Item>(key: Key): Promise<Item | undefined> {
  const { Item } = await table.send(
    new GetCommand({ TableName: tableName(), Key: { ...key }, ConsistentRead: true }),
  );
  return Item as Item | undefined;
}

/** The figures of the days of a month, by day and shard. */
export async function* dailyUsageOf(from: Day, to: Day): AsyncGenerator<{ day: Day; figures: DayFigures }> {
  const { pk } = dailyUsageKey(from, '');
  for await (const item of itemsIn({ pk, from, to: `${to}#~` }))
    yield { day: String(item.sk).slice(0, 10) as Day, figures: (item as unknown as FiguresItem).figures };
}
