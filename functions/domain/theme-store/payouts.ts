import type { AccountId } from '../accounts.ts';
import { idOf } from '../ids.ts';
import type { ProviderName } from '../providers.ts';
import { HOUR, type Instant, iso, MINUTE, plus } from '../time.ts';
import { afterHoldPeriod, type Ledger, onHoldIn } from './earnings.ts';

/** The destination of payouts: the provider's id of the account. */
export interface PayoutAccount {
  readonly account: AccountId;
  readonly provider: ProviderName;
  readonly destination: string;
  readonly updatedAt: Instant;
}

export const payoutStates = ['pending', 'paid', 'failed'] as const;
export type PayoutState = (typeof payoutStates)[number];

/** A transfer to a creator, at most one per month. Minor units of CNY. */
export interface Payout {
  readonly payoutId: string;
  readonly account: AccountId;
  readonly provider: ProviderName;
  readonly destination: string;
  readonly amount: number;
  readonly state: PayoutState;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly failure: string | null;
  /** The provider's id of the transfer; null until it has responded. */
  readonly reference: string | null;
}

/** Smaller amounts are not paid out but carried over. Minor units. */
export const LEAST_PAYOUT = 100_00;

/**
 * How long to wait for a provider's response before the schedule repeats the request. The first caller has crashed by
 * then.
 */
export const TRANSFER_TIMEOUT = MINUTE;

/** Returns the next first of a month, 06:00 UTC, after `now`. */
export function nextPayoutAt(now: Instant): Instant {
  const date = new Date(now);
  const ofMonth = (ahead: number): Instant =>
    plus(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1) as Instant, 6 * HOUR);
  return ofMonth(0) > now ? ofMonth(0) : ofMonth(1);
}

/** Whether a payout must be scheduled, because there is or will be something to pay. */
const isAnythingToPay = (ledger: Ledger): boolean =>
  ledger.available > 0 || ledger.paying > 0 || onHoldIn(ledger) !== 0;

/** Sets the time of the next payout. Once set it stays, as long as there is something to pay. */
export const withPayoutAt = (ledger: Ledger, now: Instant): Ledger => ({
  ...ledger,
  payoutAt: isAnythingToPay(ledger) ? (ledger.payoutAt ?? nextPayoutAt(now)) : null,
});

/** Plans the monthly payout, and the ledger after its start. */
export function planPayout(
  kept: Ledger,
  payTo: PayoutAccount | null,
  now: Instant,
): { readonly ledger: Ledger; readonly payout: Payout | null } {
  const ledger = { ...afterHoldPeriod(kept, now), payoutAt: null };
  const amount = ledger.available;
  if (!payTo || amount < LEAST_PAYOUT) return { ledger: withPayoutAt(ledger, now), payout: null };
  const { provider, destination } = payTo;
  return {
    ledger: withPayoutAt({ ...ledger, available: 0, paying: ledger.paying + amount }, now),
    payout: {
      payoutId: payoutIdOf(ledger.creator, now),
      account: ledger.creator,
      provider,
      destination,
      amount,
      state: 'pending',
      createdAt: now,
      settledAt: null,
      failure: null,
      reference: null,
    },
  };
}

/** One id per creator and month, whenever in the month it is made. */
function payoutIdOf(creator: AccountId, now: Instant): string {
  const month = iso(now).slice(0, 7);
  return idOf('pyt', Date.parse(`${month}-01T00:00:00Z`) as Instant, creator, month);
}

/** Returns the ledger after a payout has ended. A failed amount is available again. */
export function afterPayout(ledger: Ledger, { amount, state }: Payout, now: Instant): Ledger {
  const paying = ledger.paying - amount;
  const ended =
    state === 'paid'
      ? { ...ledger, paying, paid: ledger.paid + amount }
      : { ...ledger, paying, available: ledger.available + amount };
  return withPayoutAt(ended, now);
}
