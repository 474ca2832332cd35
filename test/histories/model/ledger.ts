import { DAY } from './terms.ts';

export type ChargeStatus = 'pending' | 'succeeded' | 'failed' | 'refunded' | 'waived';

export interface ChargeModel {
  chargeId: string;
  readonly type: string;
  readonly amount: number;
  readonly createdAt: number;
  readonly packId: string | null;
  /** The charge that a refund belongs to. */
  readonly of: ChargeModel | null;
  status: ChargeStatus;
  refunded: number;
  disputed: boolean;
  /** A payment is disputed once at most: a second dispute would be the same event to the provider. */
  wasDisputed: boolean;
  /** The day on which it was paid. */
  paidAt: number | null;
  /** Since when a payment of it awaits its outcome; null when none does. */
  openSince: number | null;
}

/** Enough of a charge's id to tell it from others in a story. */
export const shortId = ({ chargeId }: Pick<ChargeModel, 'chargeId'>): string => chargeId.slice(-6);

/** How long a charge for overage may be owed before its account is suspended. */
const DUE_AFTER = 14 * DAY;

/** The charges of one account: what it owes, has paid and was refunded. */
export class Ledger {
  readonly charges: ChargeModel[] = [];

  add(
    parts: Pick<ChargeModel, 'chargeId' | 'type' | 'amount' | 'createdAt'> & Partial<ChargeModel>,
  ): ChargeModel {
    const charge: ChargeModel = {
      packId: null,
      of: null,
      status: 'pending',
      refunded: 0,
      disputed: false,
      wasDisputed: false,
      paidAt: null,
      openSince: null,
      ...parts,
    };
    this.charges.push(charge);
    return charge;
  }

  get debts(): ChargeModel[] {
    return this.charges.filter(
      ({ type, status }) => type === 'overage' && (status === 'pending' || status === 'failed'),
    );
  }

  dueAt(charge: ChargeModel): number {
    return charge.createdAt + DUE_AFTER;
  }

  isSuspended(now: number): boolean {
    return this.debts.some((debt) => this.dueAt(debt) <= now);
  }

  refundable(charge: ChargeModel): number {
    return charge.type !== 'refund' && charge.status === 'succeeded' ? charge.amount - charge.refunded : 0;
  }

  pay(charge: ChargeModel, now: number): void {
    charge.status = 'succeeded';
    charge.openSince = null;
    charge.paidAt = now;
  }

  /** Records a refund that succeeded. Returns whether the whole charge is refunded now. */
  refund(charge: ChargeModel, chargeId: string, amount: number, now: number): boolean {
    const refund = this.add({ chargeId, type: 'refund', amount, createdAt: now, of: charge });
    this.pay(refund, now);
    charge.refunded += amount;
    if (charge.refunded < charge.amount) return false;
    charge.status = 'refunded';
    return true;
  }
}
