import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import type { Balance } from '../../domain/metering/balances.ts';
import { findMeter, type Meter } from '../../domain/meters.ts';
import type { Purchase } from '../../domain/packs/purchases.ts';
import { type Period, periodOf, periodOfDay } from '../../domain/periods.ts';
import type { Slots } from '../../domain/slots/slots.ts';
import type { UnallocatedEntry } from '../../domain/theme-store/earnings.ts';
import type { ThemeVersion } from '../../domain/theme-store/theme-versions.ts';
import type { Instant } from '../../domain/time.ts';
import { CHARGE_SK, PURCHASE_SK, UNALLOCATED_ENTRY_SK } from '../key-prefixes.ts';
import { accountOf, isAccountItem, type Key, readBalanceKey } from '../keys.ts';
import type { Image } from '../table/image.ts';
import { type BalanceItem, readBalance, readSlots, type SlotsItem } from '../table/items.ts';
import { requireKnownSchema } from '../table/schema-version.ts';
import { readRecord } from '../table/versioned.ts';
import { isThemeVersion } from '../theme-store/theme-keys.ts';

/** A change of an item that can cause events: the item before, null if it was created, and after. */
export type Change = { readonly account: AccountId } & (
  | {
      readonly kind: 'balance';
      readonly meter: Meter;
      readonly period: Period;
      readonly before: Balance | null;
      readonly after: Balance;
    }
  | {
      readonly kind: 'slots';
      readonly meter: Meter;
      readonly period: Period;
      readonly before: SlotsImage | null;
      readonly after: SlotsImage;
    }
  | { readonly kind: 'purchase'; readonly before: Purchase | null; readonly after: Purchase }
  | { readonly kind: 'account'; readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> }
  | { readonly kind: 'charge'; readonly before: Charge | null; readonly after: Charge }
  | {
      readonly kind: 'theme-sale';
      readonly before: UnallocatedEntry | null;
      readonly after: UnallocatedEntry;
    }
  | { readonly kind: 'theme-version'; readonly before: ThemeVersion | null; readonly after: ThemeVersion }
);

/** Slots, with the jobs whose slots were released last because the limit fell. */
export interface SlotsImage {
  readonly slots: Slots;
  readonly released: readonly string[];
}

type Item = Key & Readonly<Record<string, unknown>>;

/** Parses a change; null for items that cause no events, and for deletions. */
export function readChange(oldImage: Image | undefined, newImage: Image | undefined): Change | null {
  if (!newImage) return null;
  const after = read(newImage);
  const before = oldImage ? read(oldImage) : null;
  const account = accountOf(after);
  const record = <T>(item: Item) => readRecord<T>(item).value;
  if (isThemeVersion(after)) {
    const version = record<ThemeVersion>(after);
    return {
      account: version.creator,
      kind: 'theme-version',
      before: before && record(before),
      after: version,
    };
  }
  if (!account) return null;
  if (isAccountItem(after))
    return { account, kind: 'account', before: overdueIn(before), after: overdueIn(after) };
  const balance = readBalanceKey(after);
  if (balance) return readBalanceChange(account, balance, before, after);
  if (after.sk.startsWith(PURCHASE_SK))
    return { account, kind: 'purchase', before: before && record(before), after: record(after) };
  if (after.sk.startsWith(CHARGE_SK))
    return { account, kind: 'charge', before: before && record(before), after: record(after) };
  if (after.sk.startsWith(UNALLOCATED_ENTRY_SK))
    return { account, kind: 'theme-sale', before: before && record(before), after: record(after) };
  return null;
}

/** Returns the charges for which the account is suspended. */
const overdueIn = (item: Item | null): ReadonlySet<string> => new Set((item?.overdue as Set<string>) ?? []);

/** Skips the deduplication log and the tally, which cause no events and whose bytes arrive as text. */
function read({ journal: _journal, tally: _tally, ...image }: Image): Item {
  const item = unmarshall(image) as Item;
  requireKnownSchema(item);
  return item;
}

function readBalanceChange(
  account: AccountId,
  { scope, meter: name }: NonNullable<ReturnType<typeof readBalanceKey>>,
  before: Item | null,
  after: Item,
): Change | null {
  const meter = findMeter(name);
  if (!meter) return null;
  if (scope === 'SLOTS') {
    const image = (item: Item): SlotsImage => ({
      slots: readSlots(item as unknown as SlotsItem, meter),
      released: (item.released as string[] | undefined) ?? [],
    });
    const period = periodOf(0 as Instant);
    return { account, kind: 'slots', meter, period, before: before && image(before), after: image(after) };
  }
  const balance = (item: Item) => readBalance(item as unknown as BalanceItem, meter);
  const period = scope === 'GAUGE' ? periodOf(0 as Instant) : periodOfDay(scope);
  return {
    account,
    kind: 'balance',
    meter,
    period,
    before: before && balance(before),
    after: balance(after),
  };
}
