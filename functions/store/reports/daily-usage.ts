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

/** An account's contribution to the figures of a day, until it is applied. */
interface ContributionItem {
  readonly usage: Readonly<Record<string, MeterFigures>>;
}

/** When a contribution is applied by the schedule if the worker that wrote it does not. */
const SOON = MINUTE;

/**
 * Adds an account's contribution to the figures of a day, in the account's own transaction. The figures' shard is
 * shared with other accounts, so a conflict there must not delay this account. Costs 2 WRU.
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
 * Applies an account's contribution to the figures of its shard, once, because the same transaction deletes it. Does
 * nothing without a contribution. Two reads, one transaction, 2 WRU per started KB of the shard.
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

/** Reads the figures of the days of a month, by day and shard. */
export async function* dailyUsageOf(from: Day, to: Day): AsyncGenerator<{ day: Day; figures: DayFigures }> {
  const { pk } = dailyUsageKey(from, '');
  for await (const item of itemsIn({ pk, from, to: `${to}#~` }))
    yield { day: String(item.sk).slice(0, 10) as Day, figures: (item as unknown as FiguresItem).figures };
}
