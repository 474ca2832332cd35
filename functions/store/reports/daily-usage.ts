import type { AccountId } from '../../domain/accounts.ts';
import { type DayFigures, figuresAfter, type MeterFigures } from '../../domain/reports/day-figures.ts';
import type { Day, Instant } from '../../domain/time.ts';
import { getAll } from '../balances/balances.ts';
import {
  accountOf,
  contributionKey,
  dailyUsageKey,
  dayOfContribution,
  dueAttributes,
  type Key,
} from '../keys.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { itemsIn } from '../table/list.ts';
import { Transaction } from '../table/transaction.ts';

interface FiguresItem {
  readonly figures: DayFigures;
  readonly rev: number;
}

/** An account's contribution to the figures of a day, until it is applied. */
interface ContributionItem extends Key {
  readonly usage: Readonly<Record<string, MeterFigures>>;
}

/** The number of contributions per transaction: with the sum, DynamoDB's limit of items. */
export const MOST_TOGETHER = 99;

/**
 * Adds an account's contribution to the figures of a day, in the account's own transaction. The figures' shard is
 * shared with other accounts, so a task of its own applies the contribution, due at once. Costs 3 WRU with its entry of
 * the due index.
 */
export function addContribution(
  transaction: Transaction,
  account: AccountId,
  day: Day,
  usage: Readonly<Record<string, MeterFigures>>,
  now: Instant,
): void {
  if (Object.keys(usage).length === 0) return;
  const due = dueAttributes(account, now, 'figures');
  transaction.put({ ...contributionKey(account, day), ...due, usage });
}

/**
 * Applies contributions to the figures of their shards, each once, because the same transaction deletes it. Skips
 * contributions that no longer exist. Per 99 of a day and shard one BatchGet and one transaction: 3 WRU per
 * contribution, and 2 WRU per started KB of the shard.
 */
export async function addDailyUsage(contributions: readonly Key[]): Promise<void> {
  const bySum = new Map<string, { sum: Key; keys: Key[] }>();
  for (const { pk, sk } of contributions) {
    const account = accountOf({ pk, sk });
    if (!account) continue;
    const sum = dailyUsageKey(dayOfContribution({ pk, sk }), account);
    const known = bySum.get(identity(sum));
    if (known) known.keys.push({ pk, sk });
    else bySum.set(identity(sum), { sum, keys: [{ pk, sk }] });
  }
  for (const { sum, keys } of bySum.values())
    for (let from = 0; from < keys.length; from += MOST_TOGETHER)
      await addTogether(sum, keys.slice(from, from + MOST_TOGETHER));
}

const addTogether = (sum: Key, keys: readonly Key[]): Promise<true> =>
  retryOnConflict(async () => {
    const items = new Map(
      (await getAll([sum, ...keys], true)).map((item) => [identity(item as unknown as Key), item]),
    );
    const left = keys.flatMap((key) => (items.get(identity(key)) as ContributionItem | undefined) ?? []);
    if (left.length === 0) return true;
    const known = items.get(identity(sum)) as FiguresItem | undefined;
    const figures = left.reduce(
      (all, { pk, sk, usage }) => figuresAfter(all, accountOf({ pk, sk }) ?? '', usage),
      known?.figures ?? {},
    );
    const transaction = new Transaction().put(
      { ...sum, figures, rev: (known?.rev ?? 0) + 1 },
      known
        ? { when: ['rev = :rev'], values: { ':rev': known.rev } }
        : { when: ['attribute_not_exists(pk)'] },
    );
    for (const { pk, sk } of left) transaction.delete({ pk, sk }, { when: ['attribute_exists(pk)'] });
    return (await transaction.commit()) || RETRY;
  });

const identity = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** Reads the figures of the days of a month, by day and shard. */
export async function* dailyUsageOf(from: Day, to: Day): AsyncGenerator<{ day: Day; figures: DayFigures }> {
  const { pk } = dailyUsageKey(from, '');
  for await (const item of itemsIn({ pk, from, to: `${to}#~` }))
    yield { day: String(item.sk).slice(0, 10) as Day, figures: (item as unknown as FiguresItem).figures };
}
