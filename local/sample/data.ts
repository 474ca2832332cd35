import { createHash } from 'node:crypto';
import type { AccountId } from '../../functions/domain/accounts.ts';
import type { UsageEvent } from '../../functions/domain/metering/deduplication.ts';
import { type Period, periodOf, previousPeriod } from '../../functions/domain/periods.ts';
import {
  DAY,
  hourOf,
  type Instant,
  iso,
  parseInstant,
  plus,
  startOfHour,
} from '../../functions/domain/time.ts';

/** An account of the sample data: its exact usage, and what it owns. */
export interface SampleAccount {
  readonly account: AccountId;
  /** Counter → usage of this month, in the meter's unit. */
  readonly used: Readonly<Record<string, number>>;
  readonly files: readonly SampleFile[];
  readonly packs: readonly string[];
  readonly jobs: readonly { readonly jobId: string; readonly leaseSeconds?: number }[];
  /** Transcoding in progress, in seconds. */
  readonly reserved?: number;
}

export interface SampleFile {
  readonly name: string;
  readonly bytes: number;
  readonly contentType: string;
}

const MB = 1_000_000;
const MINUTES = 60;

const video = (name: string, megabytes: number): SampleFile => ({
  name: `${name}.mp4`,
  bytes: megabytes * MB,
  contentType: 'video/mp4',
});

const image = (name: string, kilobytes: number): SampleFile => ({
  name: `${name}.jpg`,
  bytes: kilobytes * 1_000,
  contentType: 'image/jpeg',
});

/** user_001 has the platform's own figures. Each other account shows another quota state. */
export const sampleAccounts: readonly SampleAccount[] = [
  {
    account: 'user_001' as AccountId,
    used: { bandwidth: 1_200 * MB, transcoding: 30 * MINUTES },
    files: [video('opening-night', 412), video('interview-cut-3', 354), image('cover', 34_000)],
    packs: ['slots_5'],
    // Without an expiry, so that the slots stay in use as long as the data exists.
    jobs: ['render-1041', 'render-1042', 'render-1043', 'subtitles-88', 'thumbnails-17'].map((jobId) => ({
      jobId,
    })),
  },
  {
    account: 'user_002' as AccountId,
    used: { bandwidth: 4_250 * MB, transcoding: 12 * MINUTES },
    files: [video('harbour-timelapse', 640), image('harbour', 22_000)],
    packs: [],
    jobs: [{ jobId: 'render-2001', leaseSeconds: 3_600 }],
  },
  {
    account: 'user_003' as AccountId,
    used: { bandwidth: 5_600 * MB, transcoding: 58 * MINUTES },
    files: [video('festival-day-1', 1_150), video('festival-day-2', 850)],
    packs: [],
    jobs: [],
  },
  {
    account: 'company_aurora' as AccountId,
    used: { bandwidth: 31_400 * MB, transcoding: 4 * 60 * MINUTES },
    files: [video('product-launch-4k', 8_200), video('keynote-2026', 6_300), image('brand-kit', 96_000)],
    packs: ['cap_200'],
    jobs: [
      { jobId: 'transcode-launch-4k', leaseSeconds: 14_400 },
      { jobId: 'transcode-keynote', leaseSeconds: 7_200 },
    ],
    reserved: 45 * MINUTES,
  },
  {
    account: 'company_northlight' as AccountId,
    used: { bandwidth: 2_050 * MB, transcoding: 41 * MINUTES },
    files: [video('showreel', 980), image('team', 18_400)],
    packs: ['slots_20'],
    jobs: Array.from({ length: 6 }, (_, index) => ({ jobId: `batch-${index + 1}`, leaseSeconds: 43_200 })),
    reserved: 6 * MINUTES,
  },
];

/** How far back the history goes. Usage events may be up to 35 days old. */
const HISTORY_DAYS = 34;
const DAYS_A_MONTH = 30;

/** An account's usage of a counter in one period. */
export interface SampleUse {
  readonly account: AccountId;
  readonly meter: string;
  readonly period: Period;
  readonly events: readonly UsageEvent[];
}

/** Creates the usage of an account over a month: in this period up to the stated sums, before it at the same pace. */
export function usageHistory({ account, used }: SampleAccount, now: Instant): SampleUse[] {
  const period = periodOf(now);
  const before = previousPeriod(period);
  return Object.entries(used).flatMap(([meter, amount]) => {
    const times = timesOf(account, meter, now);
    const earlier = times.filter((at) => at < period.start);
    const current = times.filter((at) => at >= period.start);
    const usedEarlier = Math.floor((amount * earlier.length) / DAYS_A_MONTH);
    return [
      { account, meter, period: before, events: eventsAt(meter, usedEarlier, earlier) },
      // In the first hour of a month there is no past hour yet, so use the month's start.
      {
        account,
        meter,
        period,
        events: eventsAt(meter, amount, current.length > 0 ? current : [period.start]),
      },
    ];
  });
}

/**
 * Returns when a meter was used in the month that ends now, once a day, oldest first; of earlier months only the last
 * day. The time of day does not depend on now, and the current hour is excluded, so that a repeated seeding creates the
 * same events.
 */
function timesOf(account: AccountId, meter: string, now: Instant): Instant[] {
  const today = parseInstant(`${iso(now).slice(0, 10)}T00:00:00Z`);
  const oldest = periodOf(plus(periodOf(now).start, -1)).start;
  const latest = startOfHour(hourOf(now));
  return Array.from({ length: HISTORY_DAYS + 1 }, (_, index) => plus(today, (index - HISTORY_DAYS) * DAY))
    .map((day) => plus(day, Math.floor(randomOf(`${account} ${meter} ${iso(day)}`)() * DAY)))
    .filter((at) => at >= oldest && at < latest);
}

function eventsAt(meter: string, total: number, times: readonly Instant[]): UsageEvent[] {
  const amounts = share(total, times.map(weightOf));
  return times.flatMap((at, index) => {
    const amount = amounts[index] ?? 0;
    return amount > 0 ? [{ source: 'sample', id: `${meter}-${iso(at)}`, at, amount }] : [];
  });
}

/** Users consume less at weekends, and days vary. */
function weightOf(at: Instant): number {
  const weekday = new Date(at).getUTCDay();
  const busy = weekday === 0 || weekday === 6 ? 0.4 : 1;
  return busy * (0.35 + randomOf(iso(at))());
}

/** Splits a total by weights into integers that add up to it. Later ones get the remainder of rounding. */
export function share(total: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight, index) => {
    weighed += weight;
    const upTo = index === weights.length - 1 ? total : Math.floor((total * weighed) / weightSum);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

/** Returns a generator of numbers in [0, 1) that is the same for the same text (mulberry32). */
export function randomOf(text: string): () => number {
  let state = createHash('sha256').update(text).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
