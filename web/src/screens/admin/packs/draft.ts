import type { Pack } from '../../../api/queries.ts';
import type { paths } from '../../../api/schema.d.ts';
import type { Meter } from '../platform.ts';
import { readAmount, readMoney, unitFor, type WrittenUnit, written, writtenMoney } from './amounts.ts';

export type Terms = paths['/v1/admin/packs/{packType}']['put']['requestBody']['content']['application/json'];

/** A pack type as it is written in the form. */
export interface Draft {
  readonly packType: string;
  readonly name: string;
  readonly kind: Terms['kind'];
  readonly grants: Readonly<Record<string, string>>;
  readonly price: string;
  readonly mode: Terms['mode'];
  /** Empty: without an end. */
  readonly days: string;
}

/** What can be wrong with a field. A grant bears its meter's name. */
export type DraftFaults = Readonly<
  Record<string, 'packType' | 'name' | 'amount' | 'noGrant' | 'price' | 'days' | 'term'>
>;

/** The meters that packs of a kind give more of. */
export const metersFor = (kind: Terms['kind'], meters: readonly Meter[]): readonly Meter[] =>
  meters.filter((meter) => (meter.kind === 'slots') === (kind === 'jobSlots'));

export const unitOf = (meter: Meter, pack: Pack | null): WrittenUnit =>
  unitFor(meter, pack?.grants[meter.meter] ?? 0);

/** What the form begins with: the terms of now, or nothing but a name of one that is not on sale. */
export function draftOf(pack: Pack | null, meters: readonly Meter[], packType = '', name = ''): Draft {
  if (pack === null)
    return { packType, name, kind: 'capacity', grants: {}, price: '', mode: 'oneTime', days: '' };
  const grants = meters
    .filter(({ meter }) => pack.grants[meter] !== undefined)
    .map((meter) => [meter.meter, written(pack.grants[meter.meter] ?? 0, unitOf(meter, pack).size)]);
  return {
    packType: pack.packType,
    name: pack.name,
    kind: pack.kind,
    grants: Object.fromEntries(grants),
    price: writtenMoney(pack.price.amount),
    mode: pack.mode,
    days: pack.durationDays === null ? '' : String(pack.durationDays),
  };
}

const TYPE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** The terms that a form says, or what is wrong with it. */
export function termsOf(
  draft: Draft,
  meters: readonly Meter[],
  unitOfMeter: (meter: Meter) => WrittenUnit,
): { readonly terms: Terms } | { readonly faults: DraftFaults } {
  const written = metersFor(draft.kind, meters).filter(({ meter }) => draft.grants[meter]?.trim());
  const amounts = written.map(
    (meter) => [meter.meter, readAmount(draft.grants[meter.meter] ?? '', unitOfMeter(meter).size)] as const,
  );
  const price = readMoney(draft.price);
  const days = draft.days.trim() === '' ? null : readAmount(draft.days, 1);
  const faults: DraftFaults = {
    ...(TYPE.test(draft.packType) ? {} : { packType: 'packType' }),
    ...(draft.name.trim() === '' ? { name: 'name' } : {}),
    ...Object.fromEntries(
      amounts.filter(([, amount]) => amount === null).map(([meter]) => [meter, 'amount']),
    ),
    ...(amounts.length === 0 ? { grants: 'noGrant' } : {}),
    ...(price === null ? { price: 'price' } : {}),
    ...(draft.days.trim() !== '' && days === null ? { days: 'days' } : {}),
    ...(draft.mode === 'subscription' && draft.days.trim() === '' ? { days: 'term' } : {}),
  };
  if (price === null || Object.keys(faults).length > 0) return { faults };
  const { name, kind, mode } = draft;
  const grants = Object.fromEntries(amounts.map(([meter, amount]) => [meter, amount ?? 0]));
  const money = { amount: price, currency: 'CNY' };
  return { terms: { name: name.trim(), kind, grants, price: money, mode, durationDays: days } };
}
