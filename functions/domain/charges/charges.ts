import type { AccountId } from '../accounts.ts';
import type { Money } from '../money.ts';
import type { ProviderName } from '../providers.ts';
import { DAY, type Day, HOUR, type Instant, iso, MINUTE, plus } from '../time.ts';
import { type ChargeLineKind, type ChargeSubject, type ChargeType, isOwed } from './kinds.ts';

export const chargeStatuses = ['pending', 'succeeded', 'failed', 'refunded', 'waived'] as const;
export type ChargeStatus = (typeof chargeStatuses)[number];

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
  /** Whether the outcome is pending. */
  readonly open: boolean;
  /** Known to wait: the provider has taken it on, or has not answered. One that is being asked for is neither. */
  readonly waiting?: true;
  /** When the provider is asked next about a payment that it has taken on; a day after it began if nothing is said. */
  readonly lookAt?: Instant;
  readonly checkoutUrl?: string;
  readonly clientSecret?: string;
  /** The attempts before this one: an event of theirs says nothing about it, and a success pays the charge. */
  readonly earlier?: readonly EarlierAttempt[];
  /** Of a refund: its provider said that it failed. Later events of it are old news. */
  readonly isFinal?: true;
  /** Of a refund that is known by a total alone: the provider's refunds in it that were named since, with their amounts. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** An attempt to pay a charge that another has followed. */
export interface EarlierAttempt {
  readonly provider: ProviderName;
  /** Null when the provider never answered. */
  readonly reference: string | null;
}

/** A payment that came in after its charge had been paid: it is refunded, and is no revenue. */
export interface Surplus {
  readonly provider: ProviderName;
  /** The provider's id of the payment. */
  readonly reference: string;
  /** Minor units. */
  readonly amount: number;
  readonly recordedAt: Instant;
  /** How its refund stands. */
  readonly status: 'pending' | 'refunded' | 'failed';
  /** The provider's id of the refund; null until it has answered. */
  readonly refundReference: string | null;
  readonly failure: string | null;
  /** When its refund is attempted, or looked at, next. */
  readonly lookAt: Instant;
}

/** A dispute of a payment, by the provider's id. A closed one never opens again, in whatever order its events come. */
export type DisputeState = 'open' | 'won' | 'lost';

/** What a full refund took of a purchase: given back if that refund fails at the provider. */
export interface TakenBack {
  readonly wasRunning: boolean;
  /** Meter → what was taken of it, in its unit. */
  readonly grants: Readonly<Record<string, number>>;
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
  /** Each dispute that the provider told of. */
  readonly disputes?: Readonly<Record<string, DisputeState>>;
  /** Payments of it that came in beside the one that paid it. */
  readonly surplus?: readonly Surplus[];
  /** Minor units of refunds that failed at the provider: a total of earlier may still contain them. */
  readonly refundsFailed?: number;
  /** What the refund that made it whole has taken back. */
  readonly takenBack?: TakenBack;
  /** Of a refund that failed after it had succeeded: when it had succeeded. */
  readonly succeededAt?: Instant;
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

/** How long a payment may stay open before it is canceled, and a refund before the provider is asked about it. */
export const PAYMENT_PATIENCE = DAY;
/** How long a provider may take over a payment or a refund that it has taken on. */
export const OUTCOME_PATIENCE = 30 * DAY;
/**
 * For how long a request is repeated under one idempotency key. A provider may forget the key after a day (Stripe does):
 * the same request would then be a second payment.
 */
const REQUEST_PATIENCE = 23 * HOUR;
/** Whether a request that nobody answered may not be repeated any more. */
export const isRequestOver = (begunAt: Instant, now: Instant): boolean =>
  now >= plus(begunAt, REQUEST_PATIENCE);
/** How long the provider's answer may take before it is asked again: whoever asked first is gone. */
export const ANSWER_PATIENCE = MINUTE;
/** After how long a debt is overdue, and its account blocked. */
export const DEBT_PATIENCE = 14 * DAY;
/** How many days before it is due the account is reminded of a debt: when it is made, and twice more. */
export const DEBT_REMINDER_DAYS = [14, 7, 1] as const;
/** How long after a failed payment of a debt the one automatic retry is made. */
export const RETRY_AFTER = DAY;

/** What can happen to a charge. `returned`: a refund that had succeeded failed at the provider after all. */
export type ChargeEvent = 'succeeded' | 'failed' | 'canceled' | 'waived' | 'refunded' | 'returned';

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
 * What an event does to a charge. `reference`: the payment or refund that the event is about, where it says so. An
 * event of an earlier attempt does not end the current one, and a refund that its provider called failed stays so.
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

/** Money that is owed whatever becomes of one try to pay it. */
export const isDebt = (charge: Pick<Charge, 'subject' | 'status'>): boolean =>
  isOwed(charge.subject) && (charge.status === 'pending' || charge.status === 'failed');

export const overdueFrom = (charge: Pick<Charge, 'createdAt'>): Instant =>
  plus(charge.createdAt, DEBT_PATIENCE);

/** Whether a payment is known to wait. */
export const isWaiting = ({ payment }: Charge): boolean => payment?.open === true && payment.waiting === true;

/** Who was asked for the money of a charge. */
export const providersOf = ({ payment }: Charge): readonly ProviderName[] =>
  payment ? [payment.provider, ...(payment.earlier ?? []).map(({ provider }) => provider)] : [];

/** Minor units whose refund may still be begun. */
export const refundable = (charge: Charge): number =>
  charge.status === 'succeeded' ? charge.amount.amount - charge.refunding : 0;

/** What time asks of a charge next, and when. */
export interface ChargeStep {
  readonly at: Instant;
  /**
   * `resume`: repeat the request to the provider; `abandon`: cancel its payment; `look`: ask what became of its refund;
   * `surplus`: refund what was paid twice; `remind`, `retry`: of a debt; the others block its account and let it go.
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
  if (payment.reference === null) return [{ at: plus(payment.startedAt, ANSWER_PATIENCE), kind: 'resume' }];
  const lookAt = payment.lookAt ?? plus(payment.startedAt, PAYMENT_PATIENCE);
  return [{ at: lookAt, kind: type === 'refund' ? 'look' : 'abandon' }];
}

const surplusSteps = ({ surplus = [] }: Charge): ChargeStep[] =>
  surplus.flatMap(({ status, lookAt }) =>
    status === 'pending' ? [{ at: lookAt, kind: 'surplus' as const }] : [],
  );

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

/** A charge as the API and the webhooks show it. */
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
