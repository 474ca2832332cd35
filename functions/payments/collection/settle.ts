import type { AccountId } from '../../domain/accounts.ts';
import type { ReceivedPayment } from '../../domain/charges/surplus.ts';
import { logForOperators } from '../../runtime/log.ts';
import { recordPayment } from '../../store/charges/surplus.ts';
import { finishBlock } from '../../store/charges/suspensions.ts';
import type { Settlement } from '../../store/settlement/kind-effects.ts';
import { type Settled, settleCharge } from '../../store/settlement/settling.ts';

/** Moves a charge on with all that follows; a debt that is settled by it frees its account at once. */
export async function settle(account: AccountId, chargeId: string, settlement: Settlement): Promise<Settled> {
  const settled = await settleCharge(account, chargeId, settlement);
  if (settled.charge.block === 'lifting') await finishBlock(settled.charge, settlement.at);
  return settled;
}

/**
 * Settles a charge with a payment that its provider has taken. What comes in beside the payment that paid the charge is
 * recorded with it, and refunded by the schedule.
 */
export async function settlePaid(
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
