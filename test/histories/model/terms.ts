/** Prices, free allowances and calendar rules, copied by hand from the public reference and docs/money.md. */

export const GB = 1_000_000_000;
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export type CounterName = 'bandwidth' | 'transcoding';
export type MeterName = CounterName | 'storage' | 'jobSlots';
export const COUNTERS: readonly CounterName[] = ['bandwidth', 'transcoding'];

export const FREE: Readonly<Record<MeterName, number>> = {
  storage: 2 * GB,
  bandwidth: 5 * GB,
  transcoding: 3_600,
  jobSlots: 2,
};

const PRICES: Readonly<Record<string, { readonly price: number; readonly per: number }>> = {
  storage: { price: 350, per: GB },
  bandwidth: { price: 80, per: GB },
  transcoding: { price: 10, per: 60 },
};

/** Each started block is charged whole. Minor units. */
export function priceOf(meter: MeterName, amount: number): number {
  const { price = 0, per = 1 } = PRICES[meter] ?? {};
  return Math.ceil(amount / per) * price;
}

export interface PackTerms {
  readonly packType: string;
  readonly kind: 'capacity' | 'jobSlots';
  readonly grants: Partial<Record<MeterName, number>>;
  readonly price: number;
  readonly days: number;
}

/** Packs of the tests' own: short enough that many end, and end close together, within one history. */
export const PACKS: readonly PackTerms[] = [
  { packType: 'mix_2', kind: 'capacity', grants: { storage: GB, bandwidth: 3 * GB }, price: 1_000, days: 2 },
  {
    packType: 'mix_5',
    kind: 'capacity',
    grants: { storage: 3 * GB, bandwidth: 4 * GB, transcoding: 1_200 },
    price: 2_350,
    days: 5,
  },
  {
    packType: 'mix_40',
    kind: 'capacity',
    grants: { storage: 6 * GB, bandwidth: 10 * GB, transcoding: 3_000 },
    price: 6_001,
    days: 40,
  },
  { packType: 'jobs_2', kind: 'jobSlots', grants: { jobSlots: 2 }, price: 700, days: 2 },
  { packType: 'jobs_3', kind: 'jobSlots', grants: { jobSlots: 3 }, price: 1_100, days: 3 },
  { packType: 'jobs_30', kind: 'jobSlots', grants: { jobSlots: 4 }, price: 1_999, days: 30 },
];

/** A calendar month in UTC, as `2027-03`. */
export type Month = string;
export const monthOf = (at: number): Month => new Date(at).toISOString().slice(0, 7);
const startOf = (month: Month): number => Date.parse(`${month}-01T00:00:00Z`);
export const nextMonth = (month: Month): Month =>
  monthOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1));
export const previousMonth = (month: Month): Month => monthOf(startOf(month) - 1);
export const endOf = (month: Month): number => startOf(nextMonth(month));
/** A month takes late events for a day after its end. */
export const closesAt = (month: Month): number => endOf(month) + DAY;

/** The month in which an event counts: its own while that is open, else the first open one after it. */
export function countsIn(at: number, now: number): Month {
  let month = monthOf(at);
  while (closesAt(month) <= now) month = nextMonth(month);
  return month;
}
