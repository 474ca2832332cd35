import type { AccountId } from '../../domain/accounts.ts';
import type { Adjustment } from '../../domain/charges/adjustments.ts';
import type { Charge } from '../../domain/charges/charges.ts';
import type { RefundedCharge } from '../../domain/charges/period-money.ts';
import type { Versioned } from '../table/versioned.ts';
import { loadCharge } from './charges.ts';

/** A charge as it is kept, with its refunds. */
export interface StoredCharge {
  readonly kept: Versioned<Charge>;
  readonly refunds: readonly Charge[];
}

/**
 * The charges that ask for a period's use: its own first, then those that bear debits of it, in the order of their
 * closes. One consistent read for each of them and for each refund of theirs.
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

/** The refunds that were begun for a charge, as they are kept. One consistent read each. */
export async function refundsOf({ account, refunds }: Charge): Promise<Charge[]> {
  const kept = await Promise.all(refunds.map((refundId) => loadCharge(account, refundId)));
  return kept.flatMap((each) => each?.value ?? []);
}

/** Charges with one of them as it is about to be written, and with a refund as it is about to be. */
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
