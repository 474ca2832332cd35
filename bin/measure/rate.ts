import type { AccountId } from '../../functions/domain/accounts.ts';
import { HOUR, plus, SECOND } from '../../functions/domain/time.ts';
import { type AccountEvent, encodeUsage } from '../../functions/queue/usage.ts';
import { counting } from './capacity.ts';
import { type Figure, type Findings, logChart, round } from './figures.ts';
import { deliver } from './invoke.ts';
import { eventOf, randomFrom, type Setup, START } from './measuring.ts';

interface Point {
  readonly perHour: number;
  /** The simulated share of the hour. */
  readonly share: number;
  /** Events per delivery. */
  readonly k: number;
  readonly written: number;
  readonly read: number;
}

/** The maximum of simulated events per rate. */
const MOST = 50_000;
const MOST_QUICK = 5_000;

/** Measures the cost of an event on one account at growing rates. */
export async function rate({ quick }: Setup): Promise<Findings> {
  const points: Point[] = [];
  for (const perHour of [100, 1_000, 10_000, 100_000, 1_000_000])
    points.push(await play(perHour, Math.min(1, (quick ? MOST_QUICK : MOST) / perHour)));
  return {
    figures: points.flatMap(figuresOf),
    charts: [chartOf('Write units an event, by events an hour on one account (logarithmic)', points)],
    notes: [
      'Rate: events in the order of their times, gathered for a second and delivered together, in messages of at most 1,000; k is how many that is. Where not the whole hour was played, its share is said.',
    ],
  };
}

/** Simulates the start of an hour, one delivery per second. */
async function play(perHour: number, share: number): Promise<Point> {
  const random = randomFrom(perHour);
  const account = `user_rate-${perHour}` as AccountId;
  const count = Math.round(perHour * share);
  const events = Array.from({ length: count }, (_, index) =>
    eventOf(account, plus(START, Math.floor((index * HOUR) / perHour)), random),
  );
  const seconds = bySecond(events);
  const tally = await counting(async () => {
    for (const gathered of seconds) await deliver(encodeUsage(gathered));
  });
  const k = count / seconds.length;
  return { perHour, share, k, written: tally.written / count, read: tally.read / count };
}

function bySecond(events: readonly AccountEvent[]): AccountEvent[][] {
  const seconds = new Map<number, AccountEvent[]>();
  for (const event of events) {
    const second = Math.floor(event.at / SECOND);
    seconds.set(second, [...(seconds.get(second) ?? []), event]);
  }
  return [...seconds.values()];
}

const figuresOf = ({ perHour, written, read }: Point): Figure[] => [
  { name: `rate: ${round(perHour)} an hour`, value: written, unit: 'WRU/event' },
  { name: `rate: ${round(perHour)} an hour, reads`, value: read, unit: 'RRU/event' },
];

const chartOf = (title: string, points: readonly Point[]): string =>
  logChart(
    title,
    points.map(({ perHour, k, share, written }) => ({
      label: round(perHour),
      value: written,
      remark: `k = ${round(k)}${share < 1 ? ` (${round(share * 100)} % of the hour)` : ''}`,
    })),
    { from: 0.01, to: 10 },
  );
