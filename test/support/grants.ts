import { type AccountId, isAccountId } from '../../functions/domain/accounts.ts';
import type { Grant } from '../../functions/domain/metering/grants.ts';
import { requireMeter } from '../../functions/domain/meters.ts';
import { periodOf } from '../../functions/domain/periods.ts';
import { parseInstant } from '../../functions/domain/time.ts';
import { granting } from './granting.ts';
import type { TestStack } from './local-stack.ts';

export const accountNamed = (text: string): AccountId => {
  if (!isAccountId(text)) throw new Error(`${text} is no account.`);
  return text;
};

export const grantOf = (grantId: string, packType: string, amount: number, expires?: string): Grant => ({
  grantId,
  packType,
  amount,
  expiresAt: expires === undefined ? null : parseInstant(expires),
});

const refOf = (desk: TestStack, account: string, meter: string) => ({
  account: accountNamed(account),
  meter: requireMeter(meter),
  period: periodOf(desk.clock.now()),
});

/** Gives capacity as a paid pack does. The store reads the environment when it is loaded: so it is loaded late. */
export async function give(desk: TestStack, account: string, meter: string, grant: Grant): Promise<void> {
  const { addGrant } = await granting();
  await addGrant(refOf(desk, account, meter), grant, desk.clock.now());
}

/** Takes it back, as the end of a pack does. */
export async function takeBack(desk: TestStack, account: string, meter: string, grant: Grant): Promise<void> {
  const { removeGrant } = await granting();
  // Now: else the grace of what is held beyond would be over already, and the desk's own sweep release it.
  await removeGrant(refOf(desk, account, meter), grant, desk.clock.now());
}
