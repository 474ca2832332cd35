import type { AccountId } from '../../domain/accounts.ts';
import type { ArchivedEvent } from '../../domain/metering/archive.ts';
import { findMeter } from '../../domain/meters.ts';
import { isDue, nextPeriod, periodOf, periodOfDay } from '../../domain/periods.ts';
import { type Day, hourOf, type Instant } from '../../domain/time.ts';
import { keyOf, loadBalance } from '../balances/balances.ts';
import { movedByCorrections } from '../metering/corrected.ts';
import type { Difference } from './difference.ts';

interface Sum {
  readonly account: AccountId;
  readonly meter: string;
  /** The first day of the period in which it was counted. */
  readonly day: Day;
  amount: number;
}

/**
 * Computes each counter's sum from the archived events, and returns the differences to the table. Covers only archived
 * events and repairs nothing, because an archive may have started later than the table. Holds every event in memory,
 * about 200 bytes each; docs/archive.md has an equivalent query for larger archives.
 */
export async function compareArchive(events: AsyncIterable<ArchivedEvent>): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const { account, meter: name, day, amount } of await sumsOf(events)) {
    const meter = findMeter(name);
    if (!meter) continue;
    const ref = { account, meter, period: periodOfDay(day) };
    const moved = await movedByCorrections(account, meter, ref.period.end);
    const computed = amount + (moved.get(day) ?? 0);
    const stored = (await loadBalance(ref))?.used ?? 0;
    const { pk, sk } = keyOf(ref);
    if (stored !== computed)
      differences.push({ what: `${name}.used`, key: `${pk} ${sk}`, stored, computed, repaired: false });
  }
  return differences;
}

/**
 * Sums each event once per hour, in the period where it was counted. Of two differing repetitions, the one counted
 * first is used.
 */
async function sumsOf(events: AsyncIterable<ArchivedEvent>): Promise<Iterable<Sum>> {
  const first = new Map<
    string,
    { readonly sum: Sum; readonly amount: number; readonly countedAt: Instant }
  >();
  const sums = new Map<string, Sum>();
  for await (const { account, meter, source, id, at, amount, countedAt } of events) {
    const owner = `${account} ${meter}`;
    const name = `${owner} ${hourOf(at)} ${source}\n${id}`;
    const known = first.get(name);
    if (known && known.countedAt <= countedAt) continue;
    if (known) known.sum.amount -= known.amount;
    const day = countedIn(at, countedAt);
    const sum = sums.get(`${owner} ${day}`) ?? { account, meter, day, amount: 0 };
    sums.set(`${owner} ${day}`, sum);
    sum.amount += amount;
    first.set(name, { sum, amount, countedAt });
  }
  return sums.values();
}

/** Returns the first period, from the event's own on, that was not due to close when it was counted. */
function countedIn(at: Instant, countedAt: Instant): Day {
  let period = periodOf(at);
  while (isDue(period, countedAt)) period = nextPeriod(period);
  return period.day;
}
