import type { Adjustments } from './adjustments.ts';
import type { Alerts } from './alerts.ts';
import {
  type Amounts,
  type ChargeModel,
  type DebtStep,
  debtReminderAt,
  type Ledger,
  type Line,
  type RefundCause,
  spread,
  sumOf,
} from './ledger.ts';
import { isStanding, type PackModel } from './packs.ts';
import { COUNTERS, type CounterName, DAY } from './terms.ts';

/** What payments read of an account, and change. */
interface Payer {
  readonly now: number;
  readonly ledger: Ledger;
  readonly adjustments: Adjustments;
  readonly alerts: Alerts;
  readonly packs: readonly PackModel[];
  readonly restored: string[];
  readonly lost: Record<CounterName, number>;
  revokeCapacity(pack: PackModel): Amounts;
  cutCapacity(pack: PackModel): Amounts;
  grantCapacity(pack: PackModel, amounts?: Amounts): void;
  extendCapacity(pack: PackModel, amounts?: Amounts): void;
}

/** A refund that is to be recorded. */
export interface RefundParts {
  readonly chargeId: string;
  readonly amount: number;
  readonly cause: RefundCause;
  readonly reference?: string | null;
  /** Of a credit: the month that it is of. */
  readonly line?: Line;
}

/** What payments, refunds and their failures do to an account. */
export class Payments {
  readonly #account: Payer;

  constructor(account: Payer) {
    this.#account = account;
  }

  get #now(): number {
    return this.#account.now;
  }

  /** Asks for the money of a charge. */
  begin(charge: ChargeModel, method: string): void {
    charge.attempts += 1;
    charge.method = method;
    charge.status = 'pending';
    if (method === 'sandbox_ok') this.succeeded(charge);
    else if (method === 'sandbox_declined') this.failed(charge);
    else charge.openSince = this.#now;
  }

  /** A payment of a charge was taken: by default that of its latest attempt. Beside another one it is surplus. */
  succeeded(charge: ChargeModel, by = String(charge.attempts)): void {
    const { ledger, alerts, packs } = this.#account;
    if (charge.status === 'succeeded' || charge.status === 'refunded') {
      if (charge.paidBy !== by && !charge.surplus.some(({ reference }) => reference === by))
        charge.surplus.push({ reference: by, amount: charge.amount, status: 'refunded', isByHand: false });
      return;
    }
    const wasSuspended = ledger.isSuspended;
    Object.assign(charge, {
      status: 'succeeded',
      openSince: null,
      paidAt: this.#now,
      paidBy: by,
      isOverdue: false,
    });
    alerts.add('charge.succeeded');
    if (wasSuspended && !ledger.isSuspended) alerts.add('account.restored');
    const pack = packs.find(({ id }) => id === charge.packId);
    if (pack) this.#beginTerm(pack, charge);
  }

  #beginTerm(pack: PackModel, charge: ChargeModel): void {
    const { alerts } = this.#account;
    const term = pack.terms.days * DAY;
    const isFirst = pack.paid === 0;
    const isBack = pack.state === 'expired' || pack.state === 'refunded';
    // A renewal whose whole term would have passed begins at its payment.
    const isAnew = isFirst || pack.state === 'refunded' || pack.endsAt + term <= this.#now;
    if (isAnew) pack.startsAt = this.#now;
    pack.endsAt = isAnew ? this.#now + term : pack.endsAt + term;
    pack.paid = isAnew ? 1 : pack.paid + 1;
    pack.renewing.delete(charge.chargeId);
    pack.state = 'active';
    pack.reminded = null;
    alerts.add('pack.activated');
    if (isFirst || isBack) this.#account.grantCapacity(pack);
    else this.#account.extendCapacity(pack);
  }

  /** The latest attempt to pay a charge failed, was canceled or was given up. */
  failed(charge: ChargeModel): void {
    if (charge.status !== 'pending') return;
    Object.assign(charge, { openSince: null, status: 'failed', failedAt: this.#now });
    this.#account.alerts.add('charge.failed');
    const pack = this.#account.packs.find(({ id }) => id === charge.packId);
    if (pack?.state === 'pendingPayment') pack.state = 'failed';
    pack?.renewing.delete(charge.chargeId);
  }

  /** A day is over: what is still to be paid is canceled, and a refund has been made, by what the sandbox answers. */
  givenUp(charge: ChargeModel): void {
    if (charge.type === 'refund') this.refundSucceeded(charge);
    else this.failed(charge);
  }

  /** An administrator waives a debt. */
  waived(charge: ChargeModel): void {
    const { ledger, alerts } = this.#account;
    const wasSuspended = ledger.isSuspended;
    Object.assign(charge, { status: 'waived', openSince: null, isOverdue: false });
    if (wasSuspended && !ledger.isSuspended) alerts.add('account.restored');
  }

  /** Takes the next step of a debt. */
  passStep(debt: ChargeModel, { kind }: DebtStep): void {
    const { ledger, alerts } = this.#account;
    if (kind === 'remind') {
      debt.reminded = debtReminderAt(debt, this.#now);
      if (debt.reminded > 0) alerts.add('charge.payment-due');
    } else if (kind === 'retry') {
      debt.isRetried = true;
      this.begin(debt, debt.method ?? '');
    } else {
      if (!ledger.isSuspended) alerts.add('account.suspended');
      debt.isOverdue = true;
    }
  }

  /** What of a charge may be refunded: of overage only what was not credited. Minor units. */
  refundable(charge: ChargeModel): number {
    const { ledger, adjustments } = this.#account;
    const left = ledger.left(charge);
    return charge.type === 'overage' ? Math.min(left, sumOf(adjustments.refundable(charge))) : left;
  }

  /** Records a refund that has succeeded. */
  refunded(charge: ChargeModel, parts: RefundParts): ChargeModel {
    const refund = this.refundBegun(charge, parts);
    this.refundSucceeded(refund);
    return refund;
  }

  /** Records a refund whose outcome is still to come. Of overage it is of the charge's own month first. */
  refundBegun(charge: ChargeModel, { line, ...parts }: RefundParts): ChargeModel {
    const { ledger } = this.#account;
    const lines = line ? [line] : this.#linesOf(charge, parts.amount);
    const own = { type: 'refund', createdAt: this.#now, of: charge, openSince: this.#now };
    return ledger.add({ ...own, ...parts, lines });
  }

  #linesOf(charge: ChargeModel, amount: number): Line[] {
    const { month } = charge;
    if (month === null) return [];
    const lines = spread(amount, this.#account.adjustments.refundable(charge));
    const rest = amount - sumOf(lines);
    return rest > 0 ? [...lines, { month, amount: rest }] : lines;
  }

  refundSucceeded(refund: ChargeModel): void {
    const charge = refund.of;
    if (refund.status !== 'pending' || !charge) return;
    Object.assign(refund, { status: 'succeeded', openSince: null, paidAt: this.#now });
    this.#account.alerts.add('charge.refunded');
    charge.refunded += refund.amount;
    if (charge.refunded < charge.amount) return;
    charge.status = 'refunded';
    const pack = this.#account.packs.find(({ id }) => id === charge.packId);
    if (pack) charge.takenBack = this.#takeTerm(pack);
  }

  #takeTerm(pack: PackModel): ChargeModel['takenBack'] {
    const wasRunning = isStanding(pack);
    let amounts: Amounts = {};
    if (pack.paid > 1) {
      pack.paid -= 1;
      pack.endsAt -= pack.terms.days * DAY;
      pack.reminded = null;
      if (wasRunning) amounts = this.#account.cutCapacity(pack);
    } else {
      pack.state = 'refunded';
      if (wasRunning) amounts = this.#account.revokeCapacity(pack);
    }
    return { wasRunning, amounts };
  }

  /** A refund failed at the provider: its amount is refundable again, and what a whole one had taken comes back. */
  refundFailed(refund: ChargeModel): void {
    const charge = refund.of;
    if (refund.status === 'failed' || !charge) return;
    const had = refund.status === 'succeeded';
    Object.assign(refund, { status: 'failed', openSince: null, failedAt: had ? this.#now : null });
    this.#account.alerts.add('charge.failed');
    if (!had) return;
    charge.refunded -= refund.amount;
    if (charge.status !== 'refunded') return;
    charge.status = 'succeeded';
    const pack = this.#account.packs.find(({ id }) => id === charge.packId);
    if (pack && charge.takenBack) this.#restore(pack, charge.takenBack);
    charge.takenBack = null;
  }

  #restore(pack: PackModel, { wasRunning, amounts }: NonNullable<ChargeModel['takenBack']>): void {
    const isBack = wasRunning && (pack.state === 'refunded' || pack.state === 'expired');
    if (pack.state === 'refunded') pack.state = wasRunning ? 'active' : 'expired';
    else {
      pack.endsAt += pack.terms.days * DAY;
      pack.paid += 1;
      if (wasRunning) pack.state = 'active';
    }
    pack.reminded = null;
    for (const meter of COUNTERS) this.#account.lost[meter] -= amounts[meter] ?? 0;
    if (pack.state === 'active') {
      this.#account.alerts.add('pack.activated');
      this.#account.restored.push(pack.id);
    }
    if (isBack) this.#account.grantCapacity(pack, amounts);
    else if (wasRunning) this.#account.extendCapacity(pack, amounts);
  }

  /** A lost dispute takes a payment back, or a part of it. A debt is owed again, by a charge of its own. */
  disputeLost(charge: ChargeModel, chargeId: string, amount: number): ChargeModel | null {
    const { ledger, adjustments, alerts } = this.#account;
    const refund = this.refunded(charge, { chargeId, amount, cause: 'dispute' });
    if (charge.type !== 'overage') return null;
    const { meter, month } = charge;
    const again = { type: 'overage', amount, createdAt: this.#now, meter, month, lines: refund.lines };
    const reopened = ledger.add({ chargeId: `reopened of ${chargeId}`, ...again });
    adjustments.reopen(reopened);
    alerts.add('overage.closed');
    return reopened;
  }

  /** Refunds credits that a close has found no charge for. */
  refundCredit(charge: ChargeModel, line: Line): void {
    const chargeId = `credit of ${charge.chargeId}`;
    this.refunded(charge, { chargeId, amount: line.amount, cause: 'credit', line });
  }
}

/** The counters of which a pack grants some, with how much a term is. */
export const burntGrants = ({ terms }: PackModel) =>
  COUNTERS.flatMap((meter) => {
    const amount = terms.grants[meter];
    return amount === undefined ? [] : [{ meter, amount }];
  });
