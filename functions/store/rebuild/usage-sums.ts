import type { AccountId } from '../../domain/accounts.ts';
import { isRemembered } from '../../domain/metering/deduplication.ts';
import {
  type Amounts,
  amountsOf,
  bySpan,
  type Fold,
  fold,
  noSums,
  numberOf,
  pendingOf,
  plusAmounts,
  type SumLevel,
  startOf,
  sumLevels,
  type UsageSums,
} from '../../domain/metering/usage-sums.ts';
import type { Meter } from '../../domain/meters.ts';
import { recountHours } from '../../domain/reports/recount.ts';
import { type Day, hourOf, type Instant, iso } from '../../domain/time.ts';
import { sumsKey } from '../keys.ts';
import { correctionsIn } from '../metering/corrected.ts';
import { correctedName, type StoredSums, saveSums, sumsBetween } from '../metering/usage-sums.ts';
import type { Counted } from './counted.ts';
import { compare, type Difference } from './difference.ts';

/** A record of sums as it was read, with what its span should have. */
interface SpanSums {
  readonly account: AccountId;
  readonly meter: Meter;
  readonly level: SumLevel;
  readonly stored: StoredSums;
  readonly computed: Amounts;
  /** What balances have pending of the span, by the first day of their period. */
  readonly pending: ReadonlyMap<Day, Fold>;
}

/**
 * Compares the usage sums of each hour and day with the counted entries and their corrections, as far back as entries are
 * remembered. A repair replaces the sums that were read; it does nothing to those that have moved meanwhile.
 */
export async function compareUsageSums(
  account: AccountId,
  meter: Meter,
  counted: Counted,
  now: Instant,
  repair: boolean,
): Promise<Difference[]> {
  const hours = recountHours(counted.pages, counted.waiting);
  const corrected = await correctedHours(account, meter, counted.end);
  const differences: Difference[] = [];
  for (const level of sumLevels) {
    const [used, moved] = [bySpan(level, hours), bySpan(level, corrected)];
    const all = await sumsBetween(account, meter, level, 0 as Instant, counted.end);
    const found = new Map(all.map((stored) => [stored.span, stored]));
    for (const span of new Set([...found.keys(), ...used.keys(), ...moved.keys()])) {
      const stored = found.get(span) ?? { span, sums: noSums, corrected: new Map(), revision: 0 };
      const computed = used.get(span) ?? new Map();
      const pending = pendingIn(level, span, counted);
      const record = { account, meter, level, stored, computed, pending };
      differences.push(...(await compareFolds(record, now, repair)));
      differences.push(...(await compareCorrected(record, moved.get(span) ?? new Map(), repair)));
    }
  }
  return differences;
}

/** By how much corrections have changed each hour. */
async function correctedHours(account: AccountId, meter: Meter, end: Instant): Promise<Amounts> {
  const hours = new Map<number, number>();
  for await (const { time, amount, original } of correctionsIn(
    account,
    meter,
    hourOf(0 as Instant),
    hourOf(end),
  )) {
    const hour = numberOf('hours', time);
    hours.set(hour, (hours.get(hour) ?? 0) + amount - original);
  }
  return hours;
}

/** What each balance has of a span that is not in the sums; nothing of it, too, because it says which fold comes next. */
function pendingIn(level: SumLevel, span: string, { balances }: Counted): Map<Day, Fold> {
  return new Map(
    balances.map(({ day, balance }) => {
      const amounts = bySpan(level, pendingOf(balance)).get(span) ?? new Map();
      return [day, { number: balance.folds, amounts }];
    }),
  );
}

async function compareFolds(record: SpanSums, now: Instant, repair: boolean): Promise<Difference[]> {
  const { account, meter, level, stored, computed, pending } = record;
  let sums = stored.sums;
  for (const [day, each] of pending) if (each.amounts.size > 0) sums = fold(sums, day, each);
  const shown = amountsOf(sums);
  const isKnown = (number: number) => isRemembered(startOf(level, number), now);
  const numbers = [...new Set([...shown.keys(), ...computed.keys()])].filter(isKnown);
  const wrong = numbers.filter((number) => (shown.get(number) ?? 0) !== (computed.get(number) ?? 0));
  if (wrong.length === 0) return [];
  const key = sumsKey(account, meter, level, stored.span);
  const repaired = repair && (await saveSums(key, recomputed(record, isKnown), stored.revision));
  return wrong.map((number) => ({
    what: `${meter.name}.${level} ${iso(startOf(level, number))}`,
    key: `${key.pk} ${key.sk}`,
    stored: shown.get(number) ?? 0,
    computed: computed.get(number) ?? 0,
    repaired,
  }));
}

/**
 * The sums as they should be: what was counted, without what is pending. Each period keeps the number of its next fold,
 * so that an earlier fold that is still under way adds nothing.
 */
function recomputed(
  { stored: { sums }, computed, pending }: SpanSums,
  isKnown: (number: number) => boolean,
): UsageSums {
  const waiting = plusAmounts(...[...pending.values()].map(({ amounts }) => amounts));
  const forgotten = [...amountsOf(sums)].filter(([number]) => !isKnown(number));
  const known = [...computed].filter(([number]) => isKnown(number));
  const total = [
    ...forgotten,
    ...known.map(([number, amount]) => [number, amount - (waiting.get(number) ?? 0)] as const),
  ];
  const latest = [...pending].filter(([day, { amounts }]) => sums.latest.has(day) || amounts.size > 0);
  return {
    total: new Map(total),
    latest: new Map(latest.map(([day, { number }]) => [day, { number, amounts: new Map() }])),
  };
}

async function compareCorrected(
  { account, meter, level, stored }: SpanSums,
  computed: Amounts,
  repair: boolean,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const number of new Set([...stored.corrected.keys(), ...computed.keys()]))
    differences.push(
      ...(await compare(
        {
          key: sumsKey(account, meter, level, stored.span),
          attribute: correctedName(number),
          what: `${meter.name}.${level}.corrected ${iso(startOf(level, number))}`,
          stored: stored.corrected.get(number) ?? 0,
          computed: computed.get(number) ?? 0,
        },
        repair,
      )),
    );
  return differences;
}
