import type { AccountId } from '../accounts.ts';
import type { Money } from '../money.ts';
import type { ProviderName } from '../providers.ts';
import { DAY, type Day, HOUR, type Instant, iso, MINUTE, plus } from '../time.ts';
import { type ChargeLineKind, type ChargeSubject, type ChargeType, isOwed } from './kinds.ts';

export const chargeStatuses = ['pending', 'succeeded', 'failed', 'refunded', 'waived'] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

export interface ChargeLine {
  /** What the line is for. Lines written before this field existed have none. */
  readonly kind?: ChargeLineKind;
  /** For overage, corrections and their refunds: the first day of the period of the usage. */
  readonly period?: Day;
  readonly description: string;
  /** In the unit of the charged item: packs, bytes, seconds. */
  readonly quantity: number;
  readonly amount: Money;
}

/** An attempt to pay a charge. */
export interface ChargePayment {
  readonly provider: ProviderName;
  readonly method: string;
  /** The number of the attempt, from 1. Each has its own idempotency key. */
  readonly attempt: number;
  /** The provider's id; null until it has responded. */
  readonly reference: string | null;
  readonly startedAt: Instant;
  /** The operation that requested the attempt. Retries of the operation are the same attempt. */
  readonly operation: string;
  /** Whether the outcome is pending. */
  readonly open: boolean;
  /**
   * Set once the payment is known to wait: the provider has accepted it, or has not responded. Not set while the first
   * request is in progress.
   */
  readonly waiting?: true;
  /** When the provider is asked next about an accepted payment; default: a day after its start. */
  readonly lookAt?: Instant;
  readonly checkoutUrl?: string;
  readonly clientSecret?: string;
  /** Earlier attempts. Their failures do not affect this one; their success pays the charge. */
  readonly earlier?: readonly EarlierAttempt[];
  /** For refunds: the provider reported a failure, which is final. Later events of it are ignored. */
  readonly isFinal?: true;
  /**
   * For refunds known only as part of a total: the provider's refunds in it that were reported by id since, with their
   * amounts.
   */
  readonly parts?: Readonly<Record<string, number>>;
}

/** An attempt that another one has replaced. */
export interface EarlierAttempt {
  readonly provider: ProviderName;
  /** Null if the provider never responded. */
  readonly reference: string | null;
}

/** A payment received after its charge was paid. It is refunded and is no revenue. */
export interface Surplus {
  readonly provider: ProviderName;
  /** The provider's id of the payment. */
  readonly reference: string;
  /** Minor units. */
  readonly amount: number;
  readonly recordedAt: Instant;
  /** The state of its refund. */
  readonly status: 'pending' | 'refunded' | 'failed';
  /** The provider's id of the refund; null until it has responded. */
  readonly refundReference: string | null;
  readonly failure: string | null;
  /** When its refund is attempted or checked next. */
  readonly lookAt: Instant;
}

/**
 * The state of a dispute, by the provider's id. A closed dispute never reopens, in whatever order its events arrive.
 */
export type DisputeState = 'open' | 'won' | 'lost';

/** What a full refund revoked of a purchase. It is restored if the refund fails at the provider. */
export interface TakenBack {
  readonly wasRunning: boolean;
  /** Meter → revoked amount, in its unit. */
  readonly grants: Readonly<Record<string, number>>;
}

/**
 * The ChargeRecord: money that an account owes, has paid or gets refunded. The amount of a refund is the refunded
 * amount.
 */
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
  /** When it reached a final state: paid, failed, refunded or waived. */
  readonly settledAt: Instant | null;
  readonly payment: ChargePayment | null;
  /** Minor units reserved by refunds in progress. */
  readonly refunding: number;
  /** Minor units refunded. */
  readonly refunded: number;
  /** The charges of type `refund` that refund this one. */
  readonly refunds: readonly string[];
  readonly failure: string | null;
  readonly disputed: boolean;
  /** How many days before the due date the latest reminder was sent; 0 if no further reminder follows. */
  readonly reminded: number | null;
  /** Whether the single automatic retry of a failed payment was made. For debts only. */
  readonly retried: boolean;
  /** Disputes that the provider reported. */
  readonly disputes?: Readonly<Record<string, DisputeState>>;
  /** Payments received besides the one that paid the charge. */
  readonly surplus?: readonly Surplus[];
  /** Minor units of refunds that failed at the provider. A total reported earlier may still include them. */
  readonly refundsFailed?: number;
  /** What the refund that completed a full refund has revoked. */
  readonly takenBack?: TakenBack;
  /** For a refund that failed after it had succeeded: when it had succeeded. */
  readonly succeededAt?: Instant;
  /** Suspension state of its account: suspending, suspended or resuming. */
  readonly block: 'none' | 'blocking' | 'blocked' | 'lifting';
}

/** The initial fields of every charge. */
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

/** How long a payment may stay open before it is canceled, and a refund before the provider is asked about it. */
export const PAYMENT_TIMEOUT = DAY;
/** How long a provider may take to complete an accepted payment or refund. */
export const OUTCOME_TIMEOUT = 30 * DAY;
/**
 * How long a request is repeated with one idempotency key. Providers forget keys after a day (Stripe does), and a
 * repetition would then be a second payment.
 */
const REQUEST_TIMEOUT = 23 * HOUR;
/** Whether a request without a response must not be repeated any more. */
export const isRequestOver = (begunAt: Instant, now: Instant): boolean =>
  now >= plus(begunAt, REQUEST_TIMEOUT);
/**
 * How long to wait for a provider's response before the schedule repeats the request. The first caller has crashed by
 * then.
 */
const RESPONSE_TIMEOUT = MINUTE;
/** When a debt becomes overdue and its account is suspended, after its creation. */
const DEBT_TERM = 14 * DAY;
/** When the account is reminded of a debt, in days before it is due. The first is at its creation. */
const DEBT_REMINDER_DAYS = [14, 7, 1] as const;
/** When the single automatic retry of a debt's payment is made, after its failure. */
const RETRY_AFTER = DAY;

/** Events of a charge. `returned`: a refund that had succeeded failed at the provider after all. */
export type ChargeEvent = 'succeeded' | 'failed' | 'canceled' | 'waived' | 'refunded' | 'returned';

/** `ignored`: known already, or superseded. `illegal`: impossible, and logged. */
type Move = ChargeStatus | 'ignored' | 'illegal';

/**
 * The state machine of a charge. Events may arrive twice and in any order. A success after a failure counts, because
 * the money was taken. A failure after a success is ignored.
 */
const moves: Readonly<Record<ChargeStatus, Readonly<Record<ChargeEvent, Move>>>> = {
  pending: {
    succeeded: 'succeeded',
    failed: 'failed',
    canceled: 'failed',
    waived: 'waived',
    refunded: 'illegal',
    returned: 'failed',
  },
  failed: {
    succeeded: 'succeeded',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'waived',
    refunded: 'illegal',
    returned: 'ignored',
  },
  succeeded: {
    succeeded: 'ignored',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'illegal',
    refunded: 'refunded',
    returned: 'failed',
  },
  refunded: {
    succeeded: 'ignored',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'illegal',
    refunded: 'ignored',
    returned: 'illegal',
  },
  waived: {
    succeeded: 'succeeded',
    failed: 'ignored',
    canceled: 'ignored',
    waived: 'ignored',
    refunded: 'illegal',
    returned: 'illegal',
  },
};

export const moveOf = (status: ChargeStatus, event: ChargeEvent): Move => moves[status][event];

/**
 * Returns the effect of an event on a charge. `reference`: the payment or refund of the event, if it names one. An
 * event of an earlier attempt does not end the current one. A failure reported by the provider of a refund is final.
 */
export function moveOfCharge(charge: Charge, event: ChargeEvent, reference?: string): Move {
  const { status, type, payment } = charge;
  if (type === 'refund' && status === 'failed' && payment?.isFinal) return 'ignored';
  const isFailure = event === 'failed' || event === 'canceled';
  if (isFailure && type !== 'refund' && reference !== undefined && isOfAnotherAttempt(charge, reference))
    return 'ignored';
  return moveOf(status, event);
}

function isOfAnotherAttempt({ payment }: Charge, reference: string): boolean {
  const current = payment?.reference ?? null;
  if (current !== null) return current !== reference;
  return payment?.earlier?.some((attempt) => attempt.reference === reference) ?? false;
}

/** Whether the amount is owed even if an attempt to pay it fails. */
export const isDebt = (charge: Pick<Charge, 'subject' | 'status'>): boolean =>
  isOwed(charge.subject) && (charge.status === 'pending' || charge.status === 'failed');

export const overdueFrom = (charge: Pick<Charge, 'createdAt'>): Instant => plus(charge.createdAt, DEBT_TERM);

/** Whether a payment is known to wait. */
export const isWaiting = ({ payment }: Charge): boolean => payment?.open === true && payment.waiting === true;

/** Returns the providers that were asked for the payment of a charge. */
export const providersOf = ({ payment }: Charge): readonly ProviderName[] =>
  payment ? [payment.provider, ...(payment.earlier ?? []).map(({ provider }) => provider)] : [];

/** Returns the minor units that can still be refunded. */
export const refundable = (charge: Charge): number =>
  charge.status === 'succeeded' ? charge.amount.amount - charge.refunding : 0;

/** The next scheduled step of a charge, and its time. */
export interface ChargeStep {
  readonly at: Instant;
  /**
   * `resume`: repeat the request to the provider; `abandon`: cancel the payment; `look`: ask for the outcome of a
   * refund; `surplus`: refund surplus payments; `remind`, `retry`: for debts; the others suspend the account, and waive
   * a debt.
   */
  readonly kind:
    | 'resume'
    | 'abandon'
    | 'look'
    | 'surplus'
    | 'remind'
    | 'retry'
    | 'overdue'
    | 'block'
    | 'lift';
}

export function nextChargeStep(charge: Charge): ChargeStep | null {
  if (charge.block === 'blocking') return { at: charge.createdAt, kind: 'block' };
  if (charge.block === 'lifting') return { at: charge.createdAt, kind: 'lift' };
  const steps = [...paymentStep(charge), ...surplusSteps(charge), ...debtSteps(charge)];
  return steps.sort((a, b) => a.at - b.at)[0] ?? null;
}

function paymentStep({ payment, type }: Charge): ChargeStep[] {
  if (!payment?.open) return [];
  if (payment.reference === null) return [{ at: plus(payment.startedAt, RESPONSE_TIMEOUT), kind: 'resume' }];
  const lookAt = payment.lookAt ?? plus(payment.startedAt, PAYMENT_TIMEOUT);
  return [{ at: lookAt, kind: type === 'refund' ? 'look' : 'abandon' }];
}

const surplusSteps = ({ surplus = [] }: Charge): ChargeStep[] =>
  surplus.flatMap(({ status, lookAt }) =>
    status === 'pending' ? [{ at: lookAt, kind: 'surplus' as const }] : [],
  );

/**
 * Returns the steps of a debt: reminders, one retry of a failed payment before the due date, and the suspension once no
 * payment is open.
 */
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

/**
 * Returns the reminder of a debt that is due now. Of several missed reminders only the latest is due, and none once the
 * debt is overdue.
 */
export function debtReminder(charge: Charge, now: Instant): number {
  const due = overdueFrom(charge);
  if (now >= due) return 0;
  return Math.min(...DEBT_REMINDER_DAYS.filter((days) => now >= plus(due, -days * DAY)));
}

/** Builds the view of a charge in the API and in webhooks. */
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
  surplus: (charge.surplus ?? []).map(({ amount, status, recordedAt }) => ({
    amount: { amount, currency: charge.amount.currency },
    status,
    recordedAt: iso(recordedAt),
  })),
  dueAt: isDebt(charge) ? iso(overdueFrom(charge)) : null,
  subject: charge.subject,
  lines: charge.lines,
});

export type ChargeView = ReturnType<typeof chargeView>;
