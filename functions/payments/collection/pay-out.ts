import { isRequestOver } from '../../domain/charges/charges.ts';
import { cny } from '../../domain/money.ts';
import type { Payout } from '../../domain/theme-store/payouts.ts';
import type { Instant } from '../../domain/time.ts';
import { logForOperators } from '../../runtime/log.ts';
import { endPayout } from '../../store/theme-store/payouts.ts';
import type { Transfer } from '../providers/provider.ts';
import { requireProvider } from '../providers/providers.ts';

/**
 * Sends a started payout through its provider. Repeated calls make one transfer. After a day without a response, looks
 * the transfer up instead: if the provider has none, the payout failed.
 */
export async function payOut(payout: Payout, now: Instant): Promise<void> {
  if (payout.state !== 'pending') return;
  const { account, payoutId, destination, amount, createdAt } = payout;
  const provider = await requireProvider(payout.provider);
  const sent = isRequestOver(createdAt, now)
    ? ((await provider.transferOf(payoutId)) ?? notSent(payoutId))
    : await provider.transfer({
        account,
        payoutId,
        amount: cny(amount),
        destination,
        idempotencyKey: payoutId,
      });
  const state = sent.state === 'succeeded' ? 'paid' : 'failed';
  await endPayout(payout, { state, reference: sent.reference, failure: sent.reason }, now);
}

function notSent(payoutId: string): Transfer {
  logForOperators('payout without outcome', { payoutId });
  const reason = 'The payment provider did not respond for a day. The payout is retried next month.';
  return { state: 'failed', reference: null, reason };
}
