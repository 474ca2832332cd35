import type { AccountId } from '../../domain/accounts.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import type { DeduplicationLog, Entry } from '../../domain/metering/deduplication.ts';
import type { Meter } from '../../domain/meters.ts';
import { periodOf, periodOfDay } from '../../domain/periods.ts';
import { DAY, type Day, hourOf, type Instant, plus } from '../../domain/time.ts';
import { loadHistory } from '../balances/balances.ts';
import { readBuckets } from '../balances/deduplication.ts';

const FIRST_DAY = '1970-01-01' as Day;

/** What is known of a counter's events. */
export interface Counted {
  readonly balances: readonly { readonly day: Day; readonly balance: Balance }[];
  /** The entries in buckets, and those in the logs of balances, by place. */
  readonly pages: DeduplicationLog;
  readonly waiting: DeduplicationLog;
  /** After every event that there may be. */
  readonly end: Instant;
}

/** Reads all balances of a counter, then all its buckets. */
export async function loadCounted(account: AccountId, meter: Meter, now: Instant): Promise<Counted> {
  const end = plus(periodOf(now).end, DAY);
  const balances = await loadHistory(account, meter, periodOfDay(FIRST_DAY), periodOf(end));
  const waiting = new Map<string, Entry[]>();
  for (const { balance } of balances)
    for (const [place, entries] of balance.journal)
      waiting.set(place, [...(waiting.get(place) ?? []), ...entries]);
  const pages = new Map<string, readonly Entry[]>();
  for await (const { place, entries } of readBuckets(account, meter, hourOf(0 as Instant), hourOf(end)))
    pages.set(place, entries);
  return { balances, pages, waiting, end };
}
