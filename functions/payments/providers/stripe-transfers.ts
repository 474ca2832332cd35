import type Stripe from 'stripe';
import type { Transfer, TransferRequest } from './provider.ts';
import { isPermanent, logRefusal } from './stripe-refusals.ts';

const CONNECTED = /^acct_[A-Za-z0-9]{1,200}$/;

/** Whether the destination has the form of a Stripe Connect account. */
export const isConnectedAccount = (destination: string): boolean => CONNECTED.test(destination);

/**
 * Transfers money to a connected account. A permanent refusal by Stripe is a failed transfer; other errors are thrown.
 */
export async function transfer(stripe: Stripe, request: TransferRequest): Promise<Transfer> {
  const { account, payoutId, amount, destination, idempotencyKey } = request;
  try {
    const made = await stripe.transfers.create(
      {
        amount: amount.amount,
        currency: amount.currency.toLowerCase(),
        destination,
        transfer_group: payoutId,
        metadata: { account, payoutId },
      },
      { idempotencyKey },
    );
    return { state: 'succeeded', reference: made.id, reason: null };
  } catch (error) {
    if (!isPermanent(error)) throw error;
    logRefusal('payout', payoutId, error);
    return { state: 'failed', reference: error.requestId ?? null, reason: refusalOf(error) };
  }
}

/** Returns the transfer of a payout; null if there is none. One request. */
export async function findTransfer(stripe: Stripe, payoutId: string): Promise<Transfer | null> {
  const { data } = await stripe.transfers.list({ transfer_group: payoutId, limit: 1 });
  return data[0] ? { state: 'succeeded', reference: data[0].id, reason: null } : null;
}

/**
 * Stripe repeats its response to an idempotency key, so a refusal is final for this transfer. Next month's transfer may
 * succeed.
 */
const refusalOf = ({ code, param }: { readonly code?: string; readonly param?: string }): string =>
  refusals[code ?? ''] ??
  (param === 'destination' ? UNUSABLE : `The payment provider rejected the payout (${code ?? 'no code'}).`);

const UNUSABLE = 'The account cannot receive payouts. Set another one.';

const refusals: Readonly<Record<string, string>> = {
  account_invalid: UNUSABLE,
  balance_insufficient: 'The payout could not be sent this month. It is retried next month.',
  insufficient_capabilities_for_transfer: 'The account cannot receive transfers yet. Finish its setup.',
  transfers_not_allowed: 'The account cannot receive transfers yet. Finish its setup.',
};
