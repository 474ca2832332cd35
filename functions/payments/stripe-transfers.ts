import Stripe from 'stripe';
import type { Transfer, TransferRequest } from './provider.ts';

const { StripeInvalidRequestError } = Stripe.errors;

const CONNECTED = /^acct_[A-Za-z0-9]{1,200}$/;

/** An account of Stripe Connect, by its form. */
export const isConnectedAccount = (destination: string): boolean => CONNECTED.test(destination);

/** Sends money to a connected account. What only its owner or we can mend has failed; all else is thrown. */
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
    const reason = refusalIn(error);
    if (reason === undefined) throw error;
    const { requestId } = error as Stripe.errors.StripeInvalidRequestError;
    return { state: 'failed', reference: requestId ?? null, reason };
  }
}

/** Stripe says the same again under the same key: a refusal is final for this transfer, and another month's may go through. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof StripeInvalidRequestError)) return undefined;
  const isOfDestination = error.param === 'destination';
  return refusals[error.code ?? ''] ?? (isOfDestination ? UNUSABLE : undefined);
}

const UNUSABLE = 'The account cannot be paid to; name another.';

const refusals: Readonly<Record<string, string>> = {
  account_invalid: UNUSABLE,
  balance_insufficient: 'It could not be sent this month; it is tried again.',
  insufficient_capabilities_for_transfer: 'The account may not receive transfers yet; finish setting it up.',
  transfers_not_allowed: 'The account may not receive transfers yet; finish setting it up.',
};
