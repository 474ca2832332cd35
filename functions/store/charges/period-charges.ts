import type { AccountId } from '../../domain/accounts.ts';
import type { Adjustment } from '../../domain/charges/adjustments.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import type { RefundedCharge } from '../../domain/charges/period-money.ts';
import type { Versioned } from '../table/versioned.ts';
import { loadCharge } from './charges.ts';

/** A charge as stored, with its refunds. */
export interface StoredCharge {
  readonly stored: Versioned<Charge>;
  readonly refunds: readonly Charge[];
}

/**
 * Loads the charges for a period's usage: its own first, then those with debits for it, in the order of their closes.
 * One consistent read per charge and per refund.
 */
export async function chargesOfPeriod(
  account: AccountId,
  { ownChargeId, billed }: Adjustment,
): Promise<StoredCharge[]> {
  const debits = billed.filter(({ amount }) => amount > 0).map(({ chargeId }) => chargeId);
  const found: StoredCharge[] = [];
  for (const chargeId of new Set([ownChargeId, ...debits])) {
    const stored = await loadCharge(account, chargeId);
    if (stored) found.push({ stored, refunds: await refundsOf(stored.value) });
  }
  return found;
}

/** Loads the refunds of a charge, including those in progress. One consistent read each. */
export async function refundsOf({ account, refunds }: Charge): Promise<Charge[]> {
  const stored = await Promise.all(refunds.map((refundId) => loadCharge(account, refundId)));
  return stored.flatMap((each) => each?.value ?? []);
}

/** Returns the charges with one of them, and one refund, replaced by the versions that are about to be written. */
export function asWritten(
  charges: readonly StoredCharge[],
  written: Charge,
  refund?: Charge,
): RefundedCharge[] {
  return charges.map(({ stored, refunds }) => {
    if (stored.value.chargeId !== written.chargeId) return { charge: stored.value, refunds };
    const others = refunds.filter(({ chargeId }) => chargeId !== refund?.chargeId);
    return { charge: written, refunds: refund ? [...others, refund] : others };
  });
}
