import type { Grant } from '../../functions/domain/metering/grants.ts';
import { type Meter, requireMeter } from '../../functions/domain/meters.ts';
import { cny, type Money } from '../../functions/domain/money.ts';
import type { Overage } from '../../functions/domain/overage/overage.ts';
import type { Pack } from '../../functions/domain/packs/packs.ts';
import type { Purchase } from '../../functions/domain/packs/purchases.ts';
import { DAY, type Day, type Instant, iso, parseInstant, plus } from '../../functions/domain/time.ts';

/** How the examples of a page write amounts, money and times, and the things that they are about. */

const SIZES: Readonly<Record<string, number>> = { GB: 1_000_000_000, s: 1, slots: 1 };

/** `2.5 GB` → 2,500,000,000. */
export function amountOf(text: string): number {
  const [, figure = '', unit = ''] = /^([\d.]+) (\w+)$/.exec(text) ?? [];
  const size = SIZES[unit];
  if (size === undefined) throw new Error(`${text} is no amount.`);
  return Math.round(Number(figure) * size);
}

/** Shown in the unit in which the example speaks. */
export const shownIn =
  (unit: string) =>
  (amount: number): string =>
    `${amount / (SIZES[unit] ?? 1)} ${unit}`;

export const unitIn = (text: string): string => /[\d.]+ (GB|slots|s)\b/.exec(text)?.[1] ?? '';

/** `4.00` → 400 minor units. */
export const moneyOf = (text: string): Money => cny(Math.round(Number(text) * 100));

/** 400 minor units → `4.00`. */
export const shownMoney = ({ amount }: Money): string => (amount / 100).toFixed(2);

/** `2027-05-01` or `2027-05-01 07:30`, UTC; with `+08:00` behind it, there. */
export function timeOf(text: string): Instant {
  const [, day = '', hour = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d(?::\d\d)?))?([+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const at = parseInstant(`${day}T${hour}${zone}`);
  if (Number.isNaN(at)) throw new Error(`${text} is no time.`);
  return at;
}

/** Midnight is left out. */
export const shownTime = (at: Instant): string =>
  iso(at).slice(0, 16).replace('T00:00', '').replace('T', ' ');

/** The parts of an example, between commas. */
export const partsOf = (text: string): string[] => text.split(', ');

/** What stands behind these words in one of the parts. */
export function after(words: string, text: string): string {
  const part = partsOf(text).find((each) => each.startsWith(`${words} `));
  if (!part) throw new Error(`${text} does not say ${words}.`);
  return part.slice(words.length + 1);
}

export const says = (words: string, text: string): boolean =>
  partsOf(text).some((part) => part === words || part.startsWith(`${words} `));

const PACK = /^pack (?<name>\w+) (?<amount>[\d.]+ \w+)(?: until (?<until>[\d-]+))?(?<ended> ended)?$/;

/** `pack A 10 GB until 2027-05-01`; without `until` it never ends. */
export const packsIn = (text: string): Grant[] =>
  partsOf(text).flatMap((part) => {
    const { name, amount, until, ended } = PACK.exec(part)?.groups ?? {};
    if (name === undefined || amount === undefined) return [];
    return {
      grantId: name,
      packType: name,
      amount: amountOf(amount),
      expiresAt: until === undefined ? null : timeOf(until),
      ...(ended === undefined ? {} : { ended: true as const }),
    };
  });

/** `bandwidth, confirmed 2 GB, confirmed 2.5 GB`: at the meter's own price. */
export function overageIn(meter: Meter, text: string): Overage {
  const unitPrice = meter.overage;
  if (!unitPrice) throw new Error(`${meter.name} cannot be had beyond the limit.`);
  const amounts = partsOf(text).filter((part) => part.startsWith('confirmed '));
  const tranches = amounts.map((part, index) => ({
    quoteId: `quo_${index}`,
    amount: amountOf(part.slice('confirmed '.length)),
    unitPrice,
  }));
  return { period: '2027-05-01' as Day, tranches, peak: 0 };
}

/** The meter that an example begins with. */
export const meterIn = (text: string): Meter => requireMeter(partsOf(text)[0] ?? '');

const TERMS: Pack = {
  packType: 'example',
  name: 'A pack',
  kind: 'jobSlots',
  grants: { jobSlots: 5 },
  price: cny(1_200),
  mode: 'subscription',
  durationDays: 30,
};

/** `bought 2027-03-02 12:00, for 30 days, renewed 1 times`: paid for, and active. */
export function purchaseIn(text: string): Purchase {
  const startsAt = timeOf(after('bought', text));
  const durationDays = Number(after('for', text).replace(' days', ''));
  const terms = says('renewed', text) ? 1 + Number(after('renewed', text).replace(/ times?/, '')) : 1;
  return {
    purchaseId: 'pur_example',
    account: 'user_example' as Purchase['account'],
    terms: { ...TERMS, durationDays },
    state: 'active',
    chargeId: 'chg_example',
    createdAt: startsAt,
    startsAt,
    endsAt: plus(startsAt, terms * durationDays * DAY),
    renewing: null,
    reminded: null,
  };
}
