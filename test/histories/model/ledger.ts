import { DAY, type MeterName, type Month } from './terms.ts';

export type ChargeStatus = 'pending' | 'succeeded' | 'failed' | 'refunded' | 'waived';

/** Money of a charge for overage, or of a refund of one, by the month in which it was used. Minor units. */
export interface Line {
  readonly month: Month;
  /** Less than nothing: a credit. */
  readonly amount: number;
}

/** Who asked for a refund: an administrator, a close with a credit, the provider, or a lost dispute. */
export type RefundCause = 'request' | 'credit' | 'provider' | 'dispute';

/** A payment that came in beside the one that paid its charge. */
export interface SurplusModel {
  readonly reference: string;
  readonly amount: number;
  status: 'refunded' | 'failed';
  /** Whether its refund was made by hand, after that of the service had failed. */
  isByHand: boolean;
}

export type Amounts = Readonly<Partial<Record<MeterName, number>>>;

/** What a whole refund took of a pack. */
export interface TakenBack {
  readonly wasRunning: boolean;
  /** Of each counter, in its unit. */
  readonly amounts: Amounts;
}

export interface ChargeModel {
  chargeId: string;
  readonly type: string;
  readonly amount: number;
  readonly createdAt: number;
  readonly packId: string | null;
  readonly isRenewal: boolean;
  /** The charge that a refund belongs to. */
  readonly of: ChargeModel | null;
  /** Of a refund. */
  readonly cause: RefundCause | null;
  /** The provider's id of a refund that was made there. */
  readonly reference: string | null;
  /** Of overage: what was used beyond its limit. */
  readonly meter: MeterName | null;
  /** Of overage: the month whose close, or whose lost dispute, has made it. */
  readonly month: Month | null;
  readonly lines: readonly Line[];
  status: ChargeStatus;
  refunded: number;
  /** Each dispute, by the provider's id. */
  readonly disputes: Map<string, 'open' | 'won' | 'lost'>;
  /** When it was paid, or when a refund succeeded. */
  paidAt: number | null;
  /** When its latest attempt failed, or when a refund failed that had succeeded. */
  failedAt: number | null;
  /** Since when a payment of it awaits its outcome; null when none does. */
  openSince: number | null;
  /** How often its payment was asked for. */
  attempts: number;
  /** The method of the latest attempt. */
  method: string | null;
  /** Which payment has paid it: the number of an attempt, or another name of it. */
  paidBy: string | null;
  isRetried: boolean;
  /** The latest reminder of a debt, in days before it is due. */
  reminded: number | null;
  /** The account is suspended because of it. */
  isOverdue: boolean;
  readonly surplus: SurplusModel[];
  takenBack: TakenBack | null;
}

/** Enough of a charge's id to tell it from others in a story. */
export const shortId = ({ chargeId }: Pick<ChargeModel, 'chargeId'>): string => chargeId.slice(-6);

/** How long a charge for overage may be owed before its account is suspended. */
const DUE_AFTER = 14 * DAY;
/** A payment that failed is repeated once, a day later. */
const RETRY_AFTER = DAY;
/** When an account is reminded of a debt, in days before it is due. */
const REMINDERS = [14, 7, 1];

export const isDisputed = ({ disputes }: ChargeModel): boolean => [...disputes.values()].includes('open');

const isDebt = ({ type, status }: ChargeModel): boolean =>
  type === 'overage' && (status === 'pending' || status === 'failed');

export interface DebtStep {
  readonly at: number;
  readonly kind: 'remind' | 'retry' | 'suspend';
}

/** What time does to a debt next. */
export function nextDebtStep(charge: ChargeModel): DebtStep | null {
  if (!isDebt(charge) || charge.isOverdue) return null;
  const due = charge.createdAt + DUE_AFTER;
  const steps: DebtStep[] = [];
  const days = REMINDERS.find((each) => charge.reminded === null || each < charge.reminded);
  if (days !== undefined) steps.push({ at: due - days * DAY, kind: 'remind' });
  const { status, failedAt, isRetried, openSince } = charge;
  if (status === 'failed' && failedAt !== null && !isRetried && failedAt + RETRY_AFTER < due)
    steps.push({ at: failedAt + RETRY_AFTER, kind: 'retry' });
  if (openSince === null) steps.push({ at: due, kind: 'suspend' });
  return steps.sort((a, b) => a.at - b.at)[0] ?? null;
}

/** Of reminders that were missed only the latest is sent, and none once the debt is due. */
export function debtReminderAt(charge: ChargeModel, now: number): number {
  const due = charge.createdAt + DUE_AFTER;
  return now >= due ? 0 : Math.min(...REMINDERS.filter((days) => now >= due - days * DAY));
}

/** Takes an amount from lines, the first before the next. What exceeds them all is left out. */
export function spread(amount: number, lines: readonly Line[]): Line[] {
  let rest = amount;
  return lines.flatMap((line) => {
    const some = Math.min(rest, Math.max(0, line.amount));
    rest -= some;
    return some > 0 ? [{ month: line.month, amount: some }] : [];
  });
}

export const sumOf = (lines: readonly { readonly amount: number }[]): number =>
  lines.reduce((sum, { amount }) => sum + amount, 0);

/** What a charge asks for each month, credits aside, in the order of its lines. */
export function askedBy({ lines }: Pick<ChargeModel, 'lines'>): Line[] {
  const months = new Map<Month, number>();
  for (const { month, amount } of lines) if (amount > 0) months.set(month, (months.get(month) ?? 0) + amount);
  return [...months].map(([month, amount]) => ({ month, amount }));
}

/** The charges of one account: what it owes, has paid and was refunded. */
export class Ledger {
  readonly charges: ChargeModel[] = [];

  add(
    parts: Pick<ChargeModel, 'chargeId' | 'type' | 'amount' | 'createdAt'> & Partial<ChargeModel>,
  ): ChargeModel {
    const charge: ChargeModel = {
      packId: null,
      isRenewal: false,
      of: null,
      cause: null,
      reference: null,
      meter: null,
      month: null,
      lines: [],
      status: 'pending',
      refunded: 0,
      disputes: new Map(),
      paidAt: null,
      failedAt: null,
      openSince: null,
      attempts: 0,
      method: null,
      paidBy: null,
      isRetried: false,
      reminded: null,
      isOverdue: false,
      surplus: [],
      takenBack: null,
      ...parts,
    };
    this.charges.push(charge);
    return charge;
  }

  get debts(): ChargeModel[] {
    return this.charges.filter(isDebt);
  }

  get isSuspended(): boolean {
    return this.charges.some(({ isOverdue }) => isOverdue);
  }

  refundsOf(charge: ChargeModel): ChargeModel[] {
    return this.charges.filter(({ of }) => of === charge);
  }

  /** What of a paid charge no refund has taken or is about to take. */
  left(charge: ChargeModel): number {
    if (charge.type === 'refund' || charge.status !== 'succeeded') return 0;
    const refunds = this.refundsOf(charge).filter(({ status }) => status !== 'failed');
    return charge.amount - sumOf(refunds);
  }
}
