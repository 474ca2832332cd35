import { cny } from '../domain/money.ts';
import type { Payout } from '../domain/payouts.ts';
import type { Instant } from '../domain/time.ts';
import { providerNamed } from '../payments/providers.ts';
import { endPayout } from '../store/payouts.ts';

/** Has the provider send a payout that was begun. Asked again, it is the same transfer. */
export async function payOut(payout: Payout, now: Instant): Promise<void> {
  if (payout.state !== 'pending') return;
  const { account, payoutId, destination, amount } = payout;
  const provider = await providerNamed(payout.provider);
  const sent = await provider.transfer({
    account,
    payoutId,
    amount: cny(amount),
    destination,
    idempotencyKey: payoutId,
  });
  const state = sent.state === 'succeeded' ? 'paid' : 'failed';
  await endPayout(payout, { state, reference: sent.reference, failure: sent.reason }, now);
}
