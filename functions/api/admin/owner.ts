import type { AccountId } from '../../domain/accounts.ts';
import { ApiError } from '../../domain/errors.ts';
import { ownerOfCharge } from '../../store/charges/charges.ts';

/** Returns the account of a charge. Throws `not-found`. */
export async function accountOfCharge(chargeId: string): Promise<AccountId> {
  const account = await ownerOfCharge(chargeId);
  if (!account) throw new ApiError('not-found', `There is no charge ${chargeId}.`);
  return account;
}
