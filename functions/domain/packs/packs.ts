import type { Meter } from '../meters.ts';
import { cny, MOST_PAYMENT, type Money } from '../money.ts';

/** A pack: extra capacity that an account can buy. */
export interface Pack {
  readonly packType: string;
  readonly name: string;
  readonly kind: 'capacity' | 'jobSlots';
  /** Meter → amount in its unit. */
  readonly grants: Readonly<Record<string, number>>;
  readonly price: Money;
  readonly mode: 'oneTime' | 'subscription';
  readonly durationDays: number | null;
}

const GB = 1_000_000_000;

const capacity = (packType: string, name: string, price: Money, grants: Pack['grants']): Pack => ({
  packType,
  name,
  kind: 'capacity',
  grants,
  price,
  mode: 'oneTime',
  durationDays: 365,
});

const slots = (count: number, price: Money, mode: Pack['mode']): Pack => ({
  packType: mode === 'subscription' ? `slots_${count}_sub` : `slots_${count}`,
  name: `${count} job slots${mode === 'subscription' ? ', monthly' : ''}`,
  kind: 'jobSlots',
  grants: { jobSlots: count },
  price,
  mode,
  durationDays: mode === 'subscription' ? 30 : 365,
});

/** The default packs, smallest first. Administrators can change them at run time. */
export const catalogue: readonly Pack[] = [
  capacity('cap_10', '10 GB of storage', cny(2_900), { storage: 10 * GB }),
  capacity('cap_50', '50 GB of storage, 100 GB of bandwidth, 5 h of transcoding', cny(11_900), {
    storage: 50 * GB,
    bandwidth: 100 * GB,
    transcoding: 5 * 3_600,
  }),
  capacity('cap_200', '200 GB of storage, 500 GB of bandwidth, 20 h of transcoding', cny(39_900), {
    storage: 200 * GB,
    bandwidth: 500 * GB,
    transcoding: 20 * 3_600,
  }),
  slots(5, cny(9_900), 'oneTime'),
  slots(20, cny(34_900), 'oneTime'),
  slots(50, cny(74_900), 'oneTime'),
  slots(100, cny(129_900), 'oneTime'),
  slots(5, cny(1_200), 'subscription'),
  slots(20, cny(4_200), 'subscription'),
  slots(50, cny(8_900), 'subscription'),
  slots(100, cny(15_900), 'subscription'),
];

/** The maximum price of a pack in minor units: the limit of one payment. */
export const MOST_PRICE = MOST_PAYMENT.amount;

/** Maximum amount that one pack grants, by the unit of its meter. */
const mostGranted: Readonly<Record<string, number>> = {
  byte: 100_000 * GB,
  second: 1_000_000_000,
  slot: 10_000,
};

/** Returns the maximum amount of a meter that one pack can grant. */
export const mostGrantedOf = ({ unit }: Pick<Meter, 'unit'>): number => mostGranted[unit] ?? 1_000_000_000;

/** The maximum limit after a purchase or renewal. Pending purchases that were checked before still fit below 2^53. */
export const MOST_LIMIT = 2 ** 52;

/** A pack type set by an administrator. It replaces the default of the same name. */
export interface PackChange {
  readonly pack: Pack;
  readonly retired: boolean;
}

/** Returns all pack types: the defaults with their changes, then the added ones. */
export function offeredPacks(changes: readonly PackChange[]): PackChange[] {
  const changed = new Map(changes.map((change) => [change.pack.packType, change]));
  const known = catalogue.map((pack) => changed.get(pack.packType) ?? { pack, retired: false });
  const names = new Set(catalogue.map((pack) => pack.packType));
  return [...known, ...changes.filter((change) => !names.has(change.pack.packType))];
}

/** Returns the packs that grant at least `missing` of a meter. */
export const packsThatFit = (packs: readonly Pack[], meter: string, missing: number): readonly Pack[] =>
  packs.filter((pack) => (pack.grants[meter] ?? 0) >= missing);
