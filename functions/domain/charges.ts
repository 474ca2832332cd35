import type { AccountId } from './accounts.ts';
import type { Money } from './money.ts';
import { DAY, type Day, type Instant, iso, MINUTE, plus } from './time.ts';

export const chargeTypes = ['capacityPack', 'jobSlotPack', 'overage', 'theme', 'refund'] as const;
export type ChargeType = (typeof chargeTypes)[number];

export const chargeStatuses = ['pending', 'succeeded', 'failed', 'refunded', 'waived'] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

/** What a charge is for: what its payment brings about. */
export type ChargeSubject =
  | { readonly kind: 'purchase' | 'renewal'; readonly purchaseId: string; readonly packType: string }
  | {
      readonly kind: 'theme';
      readonly purchaseId: string;
      readonly themeId: string;
      readonly creator: AccountId;
    }
  | { readonly kind: 'overage'; readonly meter: string; readonly period: Day }
  | {
      readonly kind: 'refund';
      readonly chargeId: string;
      readonly type: ChargeType;
      /** What made it, if nobody asked for it. */
      readonly cause?: RefundCause;
    };

/** `correction`: a credit that no charge took up. `dispute`: a lost dispute, whose money is owed again. */
export const refundCauses = ['correction', 'dispute'] as const;
export type RefundCause = (typeof refundCauses)[number];

/** `correction`: what the use of a period that was charged before came to, once it was put right. */
export const chargeLineKinds = ['pack', 'theme', 'overage', 'correction', 'refund'] as const;
export type ChargeLineKind = (typeof chargeLineKinds)[number];

export interface ChargeLine {
  /** What it is for. A line that was written before lines had a kind has none. */
  readonly kind?: ChargeLineKind;
  /** Of overage, corrections and refunds of them: the first day of the period that it was used in. */
  readonly period?: Day;
  readonly description: string;
  /** In the unit of what is charged: packs, bytes, seconds. */
  readonly quantity: number;
  readonly amount: Money;
}

export const providerNames = ['sandbox', 'stripe'] as const;
export type ProviderName = (typeof providerNames)[number];

/** How a charge is being paid. */
export interface ChargePayment {
  readonly provider: ProviderName;
  readonly method: string;
  /** Which try to pay this is, from 1: each has an idempotency key of its own. */
  readonly attempt: number;
  /** The provider's id; null until it has answered. */
  readonly reference: string | null;
  readonly startedAt: Instant;
  /** The operation that asked for it: the same again is the same try. */
  readonly operation: string;
  /** Whether its outcome is still to come. */
  readonly open: boolean;
  readonly checkoutUrl?: string;
  readonly clientSecret?: string;
}

/** The ChargeRecord: money that an account owes, has paid, or is given back. The amount of a refund is what is given back. */
export interface Charge {
  readonly chargeId: string;
  readonly account: AccountId;
  readonly type: ChargeType;
  readonly subject: ChargeSubject;
  readonly amount: Money;
  readonly lines: readonly ChargeLine[];
  readonly reason: string;
  readonly status: ChargeStatus;
  readonly createdAt: Instant;
  /** When it came to an end: paid, failed, given back or let go. */
  readonly settledAt: Instant | null;
  readonly payment: ChargePayment | null;
  /** Minor units whose refund was begun. */
  readonly refunding: number;
  /** Minor units that were given back. */
  readonly refunded: number;
  /** The charges of type `refund` that were begun for it. */
  readonly refunds: readonly string[];
  readonly failure: string | null;
  readonly disputed: boolean;
  /** How many days before it is due the latest reminder of a debt was; 0 when no reminder follows. */
  readonly reminded: number | null;
  /** Whether the one automatic retry of a failed payment of a debt was made. */
  readonly retried: boolean;
  /** Whether its account is blocked for it: on the way there, so, or on the way out. */
  readonly block: 'none' | 'blocking' | 'blocked' | 'lifting';
}

/** What every charge begins with. */
export const newCharge = {
  status: 'pending',
  settledAt: null,
  payment: null,
  refunding: 0,
  refunded: 0,
  refunds: [],
  failure: null,
  disputed: false,
  reminded: null,
  retried: false,
  block: 'none',
} as const satisfies Partial<Charge>;

/** How long a payment may stay open before it is given up. */
export const PAYMENT_PATIENCE = DAY;
/** How long the provider's answer may take before it is asked again: whoever asked first is gone. */
export const ANSWER_PATIENCE = MINUTE;
/** After how long a debt is overdue, and its account blocked. */
export const DEBT_PATIENCE = 14 * DAY;
/** How many days before it is due the account is reminded of a debt: when it is made, and twice more. */
export const DEBT_REMINDER_DAYS = [14, 7, 1] as const;
/** How long after a failed payment of a debt the one automatic retry is made. */
export const RETRY_AFTER = DAY;

/** What can happen to a charge. */
export type ChargeEvent = 'succeeded' | 'failed' | 'canceled' | 'waived' | 'refunded';

/** `ignored`: known already, or overtaken by what has happened since. `illegal`: cannot be, and is logged. */
type Move = ChargeStatus | 'ignored' | 'illegal';

/**
 * The state machine of a charge. Events may come twice and in any order: a success after a failure is believed,
 * because the money was taken; a failure after a success is old news.
 */
const moves: Readonly<Record<ChargeStatus, Readonly<Record<ChargeEvent, Move>>>> = {
  pending: {
    succeeded: 'succeeded',
    failed: 'failed',
    canceled: 'failed',
    waived: 'waived',
    refunded: 'illegal',
  },
  failed: {
    succeeded: 'succeeded',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'waived',
    refunded: 'illegal',
  },
  succeeded: {
    succeeded: 'ignored',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'illegal',
    refunded: 'refunded',
  },
  refunded: {
    succeeded: 'ignored',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'illegal',
    refunded: 'ignored',
  },
  waived: {
    succeeded: 'succeeded',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'ignored',
    refunded: 'illegal',
  },
};

export const moveOf = (status: ChargeStatus, event: ChargeEvent): Move => moves[status][event];

/** Money that is owed whatever becomes of one try to pay it. */
export const isDebt = (charge: Pick<Charge, 'type' | 'status'>): boolean =>
  charge.type === 'overage' && (charge.status === 'pending' || charge.status === 'failed');

export const overdueFrom = (charge: Pick<Charge, 'createdAt'>): Instant =>
  plus(charge.createdAt, DEBT_PATIENCE);

/** Minor units whose refund may still be begun. */
export const refundable = (charge: Charge): number =>
  charge.status === 'succeeded' ? charge.amount.amount - charge.refunding : 0;

/** What time asks of a charge next, and when. */
export interface ChargeStep {
  readonly at: Instant;
  /** `resume`: ask the provider again; `abandon`: give its payment up; `remind` and `retry`:
   * of a debt; the others block its account and let it go. */
  readonly kind: 'resume' | 'abandon' | 'remind' | 'retry' | 'overdue' | 'block' | 'lift';
}

export function nextChargeStep(charge: Charge): ChargeStep | null {
  if (charge.block === 'blocking') return { at: charge.createdAt, kind: 'block' };
  if (charge.block === 'lifting') return { at: charge.createdAt, kind: 'lift' };
  const steps = [...paymentStep(charge), ...debtSteps(charge)];
  return steps.sort((a, b) => a.at - b.at)[0] ?? null;
}

function paymentStep({ payment, type }: Charge): ChargeStep[] {
  if (!payment?.open) return [];
  if (payment.reference === null) return [{ at: plus(payment.startedAt, ANSWER_PATIENCE), kind: 'resume' }];
  // A refund that the provider has taken on ends by its event.
  return type === 'refund' ? [] : [{ at: plus(payment.startedAt, PAYMENT_PATIENCE), kind: 'abandon' }];
}

/** Reminders of a debt, one retry of a failed payment before it is due, and the suspension once no payment is open. */
function debtSteps(charge: Charge): ChargeStep[] {
  if (!isDebt(charge) || charge.block !== 'none') return [];
  const due = overdueFrom(charge);
  const reminded = charge.reminded ?? null;
  const days = DEBT_REMINDER_DAYS.find((days) => reminded === null || days < reminded);
  const retryAt = retryOf(charge);
  return [
    ...(days === undefined ? [] : [{ at: plus(due, -days * DAY), kind: 'remind' as const }]),
    ...(retryAt === null || retryAt >= due ? [] : [{ at: retryAt, kind: 'retry' as const }]),
    ...(charge.payment?.open ? [] : [{ at: due, kind: 'overdue' as const }]),
  ];
}

const retryOf = ({ status, retried, settledAt, payment }: Charge): Instant | null =>
  status === 'failed' && !retried && payment && settledAt !== null ? plus(settledAt, RETRY_AFTER) : null;

/** The reminder of a debt that is due now: of several that were missed the latest alone, and none once it is overdue. */
export function debtReminder(charge: Charge, now: Instant): number {
  const due = overdueFrom(charge);
  if (now >= due) return 0;
  return Math.min(...DEBT_REMINDER_DAYS.filter((days) => now >= plus(due, -days * DAY)));
}

/** As the API shows it. */
export const chargeView = (charge: Charge) => ({
  chargeId: charge.chargeId,
  account: charge.account,
  type: charge.type,
  amount: charge.amount,
  status: charge.status,
  createdAt: iso(charge.createdAt),
  settledAt: charge.settledAt === null ? null : iso(charge.settledAt),
  reason: charge.reason,
  failure: charge.failure,
  refunded: { amount: charge.refunded, currency: charge.amount.currency },
  disputed: charge.disputed,
  dueAt: isDebt(charge) ? iso(overdueFrom(charge)) : null,
  subject: charge.subject,
  lines: charge.lines,
});

export type ChargeView = ReturnType<typeof chargeView>;
