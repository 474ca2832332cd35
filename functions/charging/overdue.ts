import type { Charge } from '../domain/charges.ts';
import type { Instant } from '../domain/time.ts';
import { chosenProvider } from '../payments/providers.ts';
import { finishBlock, markOverdue } from '../store/blocks.ts';
import { settle } from './settle.ts';

/** A debt is overdue from now on: its account is blocked. One that nobody could pay is let go instead. */
export async function becomeOverdue(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId, amount } = charge;
  const { leastPayment } = await chosenProvider();
  if (amount.amount < leastPayment.amount) {
    const reason = 'It is less than can be paid.';
    await settle(account, chargeId, { event: 'waived', at: now, by: 'schedule', reason });
    return;
  }
  await markOverdue(charge, now);
  await finishBlock({ ...charge, block: 'blocking' }, now);
}
