import type { AccountId } from '../../domain/accounts.ts';
import type { Adjustment } from '../../domain/charges/adjustments.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import type { RefundedCharge } from '../../domain/charges/period-money.ts';
import type { Versioned } from '../table/versioned.ts';
import { loadCharge } from './charges.ts';

/** A charge as stored, with its refunds. */
export interface StoredCharge {
  readonly kept: Versioned<Charge>;
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
    const kept = await loadCharge(account, chargeId);
    if (kept) found.push({ kept, refunds: await refundsOf(kept.value) });
  }
  return found;
}

/** Loads the refunds of a charge, including those in progress. One consistent read each. */
export async function refundsOf({ account, refunds }: Charge): Promise<Charge[]> {
  const kept = await Promise.all(refunds.map((refundId) => loadCharge(account, refundId)));
  return kept.flatMap((each) => each?.value ?? []);
}

/** Returns the charges with one of them, and one refund, replaced by the versions that are about to be written. */
export function asWritten(
  charges: readonly StoredCharge[],
  written: Charge,
  refund?: Charge,
): RefundedCharge[] {
  return charges.map(({ kept, refunds }) => {
    if (kept.value.chargeId !== written.chargeId) return { charge: kept.value, refunds };
    const others = refunds.filter(({ chargeId }) => chargeId !== refund?.chargeId);
    return { charge: written, refunds: refund ? [...others, refund] : others };
  });
}
