import pMap from 'p-map';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { HOUR, plus } from '../../functions/domain/time.ts';
import { type AccountEvent, encodeUsage } from '../../functions/queue/usage.ts';
import { loadBalance } from '../../functions/store/balances/balances.ts';
import { baselineTotal, countByTransaction } from './baseline.ts';
import { counting, type Tally } from './capacity.ts';
import type { Figure, Findings } from './figures.ts';
import { deliver } from './invoke.ts';
import { eventOf, randomFrom, type Setup, START } from './measuring.ts';

const ACCOUNTS = 1_000;
const PER_CALL = 1_000;
const BATCH = 10;
/** One event in ten is sent twice. */
const DUPLICATES = 0.1;
/** Concurrent transactions of the baseline. */
const CONCURRENCY = 16;

/**
 * Measures requests, exactness and speed for many events over many accounts, a few of which have most of them, compared
 * with the baseline.
 */
export async function volume({ quick }: Setup): Promise<Findings> {
  const count = quick ? 10_000 : 100_000;
  const { truth, calls } = traffic(count);
  const ours = await timed(async () => {
    for (let from = 0; from < calls.length; from += BATCH)
      await deliver(...calls.slice(from, from + BATCH).map(encodeUsage));
  });
  const theirs = await timed(() =>
    pMap(calls.flat(), countByTransaction, { concurrency: CONCURRENCY, stopOnError: true }),
  );
  const wrong = {
    ours: await wrongTotals(truth, ourTotal),
    theirs: await wrongTotals(truth, baselineTotal),
  };
  return {
    figures: [
      ...compared(ours, theirs, count),
      { name: 'volume: accounts with a wrong total', value: wrong.ours, unit: '', target: { exactly: 0 } },
      { name: 'volume: the same, baseline', value: wrong.theirs, unit: '', target: { exactly: 0 } },
    ],
    notes: [
      `Volume: ${count.toLocaleString('en-US')} events over ${ACCOUNTS.toLocaleString('en-US')} accounts (Zipf, s = 1) within one hour, and a tenth of them once more; ${PER_CALL.toLocaleString('en-US')} a call, delivered ${BATCH} messages at a time. Baseline: a transaction an event, ${CONCURRENCY} at a time.`,
    ],
  };
}

interface Run {
  readonly tally: Tally;
  readonly seconds: number;
}

async function timed(work: () => Promise<unknown>): Promise<Run> {
  const from = performance.now();
  const tally = await counting(work);
  return { tally, seconds: (performance.now() - from) / 1_000 };
}

const compared = (ours: Run, theirs: Run, count: number): Figure[] => [
  { name: 'volume: table requests', value: ours.tally.requests, unit: '' },
  { name: 'volume: table requests, baseline', value: theirs.tally.requests, unit: '' },
  {
    name: 'volume: requests, baseline over ours',
    value: theirs.tally.requests / ours.tally.requests,
    unit: '×',
    target: { atLeast: 5 },
  },
  { name: 'volume: write units', value: ours.tally.written / count, unit: 'WRU/event' },
  { name: 'volume: write units, baseline', value: theirs.tally.written / count, unit: 'WRU/event' },
  { name: 'volume: read units', value: ours.tally.read / count, unit: 'RRU/event' },
  { name: 'volume: speed', value: count / ours.seconds, unit: 'events/s' },
  { name: 'volume: speed, baseline', value: count / theirs.seconds, unit: 'events/s' },
];

/**
 * Creates events in the order of their times, some repeated in a later call. Each call is sorted as the queue sorts it.
 */
function traffic(count: number): { truth: Map<AccountId, number>; calls: AccountEvent[][] } {
  const random = randomFrom(count);
  const pick = zipf(random);
  const truth = new Map<AccountId, number>();
  const timeline: { place: number; event: AccountEvent }[] = [];
  for (let place = 0; place < count; place += 1) {
    const account = `user_volume-${pick()}` as AccountId;
    const event = eventOf(account, plus(START, Math.floor((place * HOUR) / count)), random);
    truth.set(account, (truth.get(account) ?? 0) + event.amount);
    timeline.push({ place, event });
    if (random() < DUPLICATES) timeline.push({ place: place + random() * (count - place), event });
  }
  const events = timeline.sort((a, b) => a.place - b.place).map(({ event }) => event);
  const calls: AccountEvent[][] = [];
  for (let from = 0; from < events.length; from += PER_CALL)
    calls.push(
      events
        .slice(from, from + PER_CALL)
        .sort((a, b) => Number(a.account > b.account) || -Number(a.account < b.account)),
    );
  return { truth, calls };
}

/** Returns a generator of numbers from 1 to 1,000, where n has the weight 1/n. */
function zipf(random: () => number): () => number {
  const sums: number[] = [];
  for (let rank = 1; rank <= ACCOUNTS; rank += 1) sums.push((sums.at(-1) ?? 0) + 1 / rank);
  const total = sums.at(-1) ?? 0;
  return () => {
    const wanted = random() * total;
    return sums.findIndex((sum) => sum > wanted) + 1;
  };
}

async function wrongTotals(
  truth: ReadonlyMap<AccountId, number>,
  totalOf: (account: AccountId) => Promise<number>,
): Promise<number> {
  const wrong = await pMap(truth, async ([account, total]) => (await totalOf(account)) !== total, {
    concurrency: CONCURRENCY,
  });
  return wrong.filter(Boolean).length;
}

const ourTotal = async (account: AccountId): Promise<number> =>
  (await loadBalance({ account, meter: requireMeter('bandwidth'), period: periodOf(START) }))?.used ?? 0;
