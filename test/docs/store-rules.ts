import { cny } from '../../functions/domain/money.ts';
import {
  type AllocationState,
  allocateShares,
  allocationDueAt,
} from '../../functions/domain/theme-store/allocation.ts';
import {
  emptyLedger,
  type Ledger,
  maturesAt,
  type UnallocatedEntry,
} from '../../functions/domain/theme-store/earnings.ts';
import { nextPayoutAt, type PayoutAccount, planPayout } from '../../functions/domain/theme-store/payouts.ts';
import { expiryOf, type Term } from '../../functions/domain/theme-store/sales.ts';
import { refundedShare, type Split, splitSale, termsOf } from '../../functions/domain/theme-store/shares.ts';
import type { Day } from '../../functions/domain/time.ts';
import { accountNamed } from '../support/grants.ts';
import { after, moneyOf, partsOf, says, shownMoney, shownTime, timeOf } from './words.ts';

/** The rules of the theme store, in the words of its examples. */
export const storeRules: Readonly<Record<string, (given: string) => string>> = {
  'theme-end': (given) => {
    const terms = partsOf(given).flatMap(termIn);
    const back = says('refunded', given) ? Number(after('refunded the', given).slice(0, 1)) : 0;
    const end = expiryOf(terms.filter((_, place) => place !== back - 1));
    if (end === null) return 'without expiry';
    return end === 0 ? 'nothing' : `until ${shownTime(end)}`;
  },

  share: (given) => {
    const price = amountIn('price', given);
    const standing = {
      netSales: amountIn('sold this year', given),
      yearShare: amountIn('share this year', given),
      themeShare: amountIn('share of the theme', given),
    };
    return shownSplit(splitSale(price, standing, termsOf('2027-05-01' as Day)));
  },

  'share-order': (given) => {
    const entries = partsOf(given).flatMap(entryIn);
    const ledger: Ledger = {
      ...emptyLedger(CREATOR),
      years: { '2027': { netSales: amountIn('sold this year', given), share: 0 } },
    };
    const before: AllocationState = { ledger, themes: new Map(), sales: new Map() };
    const { out } = allocateShares(before, entries, timeOf('2027-06-01 01:00'));
    return out
      .map(({ entry: { kind, purchaseId }, line }) => {
        const name = kind === 'refund' ? `refund of ${purchaseId}` : purchaseId;
        return `${name} ${shown(line.share)}`;
      })
      .join(', ');
  },

  'share-times': (given) => {
    const paidAt = timeOf(after('paid', given));
    return `allocated ${shownTime(allocationDueAt(paidAt))}, available ${shownTime(maturesAt(paidAt))}`;
  },

  reclaimed: (given) => {
    const [price, share] = [amountIn('price', given), amountIn('share', given)];
    let [refunded, taken] = [0, 0];
    const parts = partsOf(given)
      .filter((part) => part.startsWith('refunded '))
      .map((part) => {
        refunded += moneyOf(part.slice('refunded '.length)).amount;
        const back = refundedShare(share, refunded, price) - taken;
        taken += back;
        return shown(back);
      });
    return parts.length > 1 ? `${parts.join(' + ')} = ${shown(taken)}` : parts.join('');
  },

  payout: (given) => {
    const ledger: Ledger = {
      ...emptyLedger(CREATOR),
      available: amountIn('available', given),
      maturing: says('maturing', given) ? onHoldIn(given) : {},
    };
    const payTo: PayoutAccount = {
      account: CREATOR,
      provider: 'sandbox',
      destination: 'sandbox_ok',
      updatedAt: timeOf('2027-01-01'),
    };
    const { payout, ledger: left } = planPayout(
      ledger,
      says('no account', given) ? null : payTo,
      timeOf('2027-06-01 06:00'),
    );
    return payout ? `${shown(payout.amount)} paid out` : `nothing, ${shown(left.available)} carried over`;
  },

  'payout-day': (given) => shownTime(nextPayoutAt(timeOf(after('after', given)))),
};

const CREATOR = accountNamed('user_example');

const shown = (amount: number): string => shownMoney(cny(amount));

/** What is not named is nothing. */
const amountIn = (words: string, given: string): number =>
  says(words, given) ? moneyOf(after(words, given)).amount : 0;

/** `bought 2027-03-02 12:00 for 30 days`, or `without expiry`. */
function termIn(part: string, place: number): Term[] {
  const [, at, days] = /^bought (.+?) (?:for (\d+) days|without expiry)$/.exec(part) ?? [];
  if (at === undefined) return [];
  const durationDays = days === undefined ? null : Number(days);
  return [{ purchaseId: String(place), paidAt: timeOf(at), durationDays }];
}

/** `sale A 200.00`, or `refund of A 200.00`, all on one day. */
function entryIn(part: string): UnallocatedEntry[] {
  const [, kind, purchaseId, amount] = /^(sale|refund of) (\w+) ([\d.]+)$/.exec(part) ?? [];
  if (purchaseId === undefined || amount === undefined) return [];
  const at = timeOf('2027-05-31 12:00');
  const facts = {
    creator: CREATOR,
    purchaseId,
    themeId: 'thm_example',
    name: 'A theme',
    amount: moneyOf(amount).amount,
    at,
  };
  if (kind === 'sale') return [{ ...facts, kind: 'sale' }];
  return [{ ...facts, kind: 'refund', refundId: `refund of ${purchaseId}`, soldAt: at }];
}

/** `maturing 50.00 until 2027-06-10`. */
function onHoldIn(given: string): Ledger['maturing'] {
  const [amount = '', until = ''] = after('maturing', given).split(' until ');
  return { [new Date(timeOf(until)).toISOString()]: moneyOf(amount).amount };
}

const cutWords = { minimumFee: 'minimum fee', themeCap: 'cap of a theme', yearCap: 'cap of a year' } as const;

function shownSplit({ tiers, cuts, share, platform }: Split): string {
  const parts = tiers.map((tier) => `${shown(tier.share)} of ${shown(tier.sales)}`);
  const less = cuts.map(({ kind, amount }) => `${shown(amount)} by the ${cutWords[kind]}`);
  const whole = parts.length > 1 || less.length > 0;
  return [
    `${[parts.join(' + '), ...less].join(' - ')}${whole ? ` = ${shown(share)}` : ''}`,
    `platform ${shown(platform)}`,
  ].join(', ');
}
