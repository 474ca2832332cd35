import type { Charge, ChargeEvent, ChargeStatus, TakenBack } from '../../domain/charges/charges.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../table/transaction.ts';

/** An event of a charge, and who reports it. */
export interface Settlement {
  readonly event: ChargeEvent;
  readonly at: Instant;
  readonly by: string;
  readonly reference?: string;
  /** Why it failed, for the payer. */
  readonly failure?: string;
  /** Why it was waived. */
  readonly reason?: string;
}

/** A refund of a charge. `whole`: the charge is now fully refunded. */
export interface Returned {
  readonly refund: Charge;
  readonly whole: boolean;
  readonly at: Instant;
}

/** The effects of the transitions of one kind of charge, in the transaction of the transition. */
export interface KindEffects {
  /** Applies the effects of its payment, or of its failure. Returns the charge to save. */
  readonly settle: (
    transaction: Transaction,
    charge: Charge,
    settlement: Settlement,
    from: ChargeStatus,
  ) => Promise<Charge>;
  /** Revokes the effects of a refunded charge. Returns what `restore` needs to undo it. */
  readonly takeBack: (
    transaction: Transaction,
    charge: Charge,
    returned: Returned,
  ) => Promise<TakenBack | undefined>;
  /** Undoes `takeBack`: the refund has failed at the provider after it had succeeded. */
  readonly restore: (transaction: Transaction, charge: Charge, returned: Returned) => Promise<void>;
}

/** For kinds whose payment grants nothing. */
export const grantsNothing: Pick<KindEffects, 'takeBack' | 'restore'> = {
  takeBack: async () => undefined,
  restore: async () => undefined,
};
