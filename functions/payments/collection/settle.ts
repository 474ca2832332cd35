import type { AccountId } from '../../domain/accounts.ts';
import type { ReceivedPayment } from '../../domain/charges/surplus.ts';
import { logForOperators } from '../../runtime/log.ts';
import { recordPayment } from '../../store/charges/surplus.ts';
import { finishBlock } from '../../store/charges/suspensions.ts';
import type { Settlement } from '../../store/settlement/kind-effects.ts';
import { type Settled, settleCharge } from '../../store/settlement/settling.ts';

/**
 * Moves a charge to its next status, with all effects. If that settles the account's last overdue debt, lifts its
 * suspension at once.
 */
export async function settle(account: AccountId, chargeId: string, settlement: Settlement): Promise<Settled> {
  const settled = await settleCharge(account, chargeId, settlement);
  if (settled.charge.block === 'lifting') await finishBlock(settled.charge, settlement.at);
  return settled;
}

/**
 * Settles a charge with a payment that its provider has received. Any further payment is recorded with the charge as
 * surplus, and the schedule refunds it.
 */
export async function recordPaid(
  account: AccountId,
  chargeId: string,
  received: ReceivedPayment,
  settlement: Omit<Settlement, 'event' | 'reference'>,
): Promise<Settled> {
  const { provider, reference } = received;
  const settled = await settle(account, chargeId, { ...settlement, event: 'succeeded', reference });
  if (settled.outcome !== 'ignored') return settled;
  if (await recordPayment(account, chargeId, received, settlement.at))
    logForOperators('charge paid twice', { chargeId, provider, payment: reference });
  return settled;
}
