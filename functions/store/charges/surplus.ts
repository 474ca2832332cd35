import type { AccountId } from '../../domain/accounts.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import {
  type ReceivedPayment,
  type SurplusOutcome,
  surplusOf,
  withPayment,
  withSurplusOutcome,
} from '../../domain/charges/surplus.ts';
import type { Instant } from '../../domain/time.ts';
import { addAudit } from '../audit/audit.ts';
import { RETRY, retryOnConflict } from '../table/conditional-write.ts';
import { Transaction } from '../table/transaction.ts';
import { requireCharge, saveCharge } from './charges.ts';

/**
 * Records a payment of a charge that is already paid: surplus, unless it is the payment that paid it. Once per payment.
 * Returns whether it was new. One read, and one transaction if it is new.
 */
export const recordPayment = (
  account: AccountId,
  chargeId: string,
  received: ReceivedPayment,
  now: Instant,
): Promise<boolean> =>
  changeSurplus(account, chargeId, received, 'surplus', now, (charge) => withPayment(charge, received, now));

/** Records the outcome of a surplus refund. One read, and one transaction if it is new. */
export const recordSurplusOutcome = (
  account: AccountId,
  chargeId: string,
  payment: Pick<ReceivedPayment, 'provider' | 'reference'>,
  outcome: SurplusOutcome,
  now: Instant,
): Promise<boolean> =>
  changeSurplus(account, chargeId, payment, `surplus-refund-${outcome.state}`, now, (charge) =>
    withSurplusOutcome(charge, payment.reference, outcome, now),
  );

async function changeSurplus(
  account: AccountId,
  chargeId: string,
  { provider, reference }: Pick<ReceivedPayment, 'provider' | 'reference'>,
  what: string,
  now: Instant,
  change: (charge: Charge) => Charge,
): Promise<boolean> {
  return retryOnConflict(async () => {
    const stored = await requireCharge(account, chargeId);
    const value = change(stored.value);
    if (value === stored.value) return false;
    const transaction = new Transaction();
    saveCharge(transaction, { ...stored, value });
    const surplus = surplusOf(value, reference);
    if (surplus)
      addAudit(transaction, {
        id: `${chargeId}.${what}.${stored.version}`,
        at: now,
        by: `provider:${provider}`,
        action: `charge.${what}`,
        account,
        target: chargeId,
        reason: surplus.failure,
        detail: { amount: { ...value.amount, amount: surplus.amount }, payment: reference },
      });
    return (await transaction.commit()) ? surplus !== undefined : RETRY;
  });
}
