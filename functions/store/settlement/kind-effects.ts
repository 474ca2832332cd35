import type { Charge, ChargeEvent, ChargeStatus, TakenBack } from '../../domain/charges/charges.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../table/transaction.ts';

/** What has happened to a charge, and who says so. */
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

/** A refund of a charge. `whole`: with it, all of the charge is refunded. */
export interface Returned {
  readonly refund: Charge;
  readonly whole: boolean;
  readonly at: Instant;
}

/** What follows from the moves of a charge of one kind, in the transaction that moves it. */
export interface KindEffects {
  /** Applies what its payment brings about, or the lack of it. Returns the charge as it is to be kept. */
  readonly settle: (
    transaction: Transaction,
    charge: Charge,
    settlement: Settlement,
    from: ChargeStatus,
  ) => Promise<Charge>;
  /** Takes back what a refunded charge had brought about. Returns what `restore` needs to undo it. */
  readonly takeBack: (
    transaction: Transaction,
    charge: Charge,
    returned: Returned,
  ) => Promise<TakenBack | undefined>;
  /** Undoes `takeBack`: the refund has failed at the provider after it had succeeded. */
  readonly restore: (transaction: Transaction, charge: Charge, returned: Returned) => Promise<void>;
}

/** Of a kind whose payment gives the account nothing. */
export const givesNothing: Pick<KindEffects, 'takeBack' | 'restore'> = {
  takeBack: async () => undefined,
  restore: async () => undefined,
};
