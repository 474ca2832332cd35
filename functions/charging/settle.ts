import type { AccountId } from '../domain/accounts.ts';
import { finishBlock } from '../store/blocks.ts';
import { type Settled, type Settlement, settleCharge } from '../store/settling.ts';

/** Moves a charge on with all that follows; a debt that is settled by it frees its account at once. */
export async function settle(account: AccountId, chargeId: string, settlement: Settlement): Promise<Settled> {
  const settled = await settleCharge(account, chargeId, settlement);
  if (settled.charge.block === 'lifting') await finishBlock(settled.charge, settlement.at);
  return settled;
}
