import type { AccountId } from '../../domain/accounts.ts';
import { type Money, moneyText } from '../../domain/money.ts';
import type { ProviderName } from '../../domain/providers.ts';

/** Where money comes from. One of two seams of the service; everything else about payments is ours. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** The least that one can pay through it. Less ends as a payment that failed. */
  readonly leastPayment: Money;
  /** The most that one can pay through it at once. More ends as a payment that failed. */
  readonly mostPayment: Money;
  /** Whether a payment method could be one of this provider's, by its form alone. */
  accepts(method: string): boolean;
  /** Whether a payment with this method can be tried again without the payer. */
  canRetry(method: string): boolean;
  /**
   * Asks for the money of a charge. The same `idempotencyKey` again is the same payment, not a second one.
   * A decline is an outcome, and so is a request that the provider will never accept; throws only when the provider
   * cannot be reached or fails, or when it has no such method (ApiError `payment-method-unknown`). Its event may arrive
   * before this answers.
   */
  pay(request: PaymentRequest): Promise<Payment>;
  /** Gives money of a payment back. The same `idempotencyKey` again is the same refund. `failed`: it will never be made. */
  refund(request: RefundRequest): Promise<Refund>;
  /** What became of a refund that was answered as `pending`. */
  refundOf(reference: string): Promise<Refund>;
  /** Cancels a payment that is still open; nothing happens to one that has ended, or that it does not have. */
  cancel(reference: string): Promise<Canceled>;
  /** Whether money could be sent to this destination of the provider's, by its form alone. */
  paysTo(destination: string): boolean;
  /** The transfer of a payout, as the provider has it; null when it has none. */
  transferOf(payoutId: string): Promise<Transfer | null>;
  /**
   * Sends money of ours to a destination. The same `idempotencyKey` again is the same transfer, not a second one.
   * `failed`: it will never be made; throws when the provider cannot say.
   */
  transfer(request: TransferRequest): Promise<Transfer>;
  /**
   * Reads one of the provider's events out of a request to our webhook: the raw body, and headers by lower-case
   * name. Throws the ApiError `webhook-signature-invalid`, `webhook-expired` (by the wall clock) or, for what is
   * signed but no event, `validation-failed`. Null for kinds, and objects, that do not concern us.
   */
  read(body: string, headers: Readonly<Record<string, string | undefined>>): Promise<ProviderEvent | null>;
}

/** The provider gave no answer, or one that says nothing of what was asked: the same request may still succeed. */
export class ProviderUnavailable extends Error {
  constructor(provider: ProviderName, cause: unknown) {
    super(`The payment provider ${provider} returned no usable response.`, { cause });
    this.name = 'ProviderUnavailable';
  }
}

/** Why a payment failed that is more than the provider takes, in words for the payer. */
export const tooMuch = (most: Money): string =>
  `The amount exceeds ${moneyText(most)}, the maximum of one payment.`;

export interface PaymentRequest {
  readonly account: AccountId;
  readonly chargeId: string;
  readonly amount: Money;
  readonly description: string;
  readonly method: string;
  readonly idempotencyKey: string;
}

export type PaymentState = 'pending' | 'succeeded' | 'failed';

/** A payment as the provider has it. */
export interface Payment {
  /** The provider's own id of it. */
  readonly reference: string;
  readonly state: PaymentState;
  /** Why it failed, in words for the payer; null when it did not. */
  readonly reason: string | null;
  /** How the payer completes the payment, if a step remains. */
  readonly checkoutUrl?: string;
  readonly clientSecret?: string;
}

/** How a payment stands after an attempt to cancel it. */
export interface Canceled {
  readonly state: PaymentState;
  /** The provider's id of it: a checkout that was paid has become a payment. */
  readonly reference: string;
}

export interface RefundRequest {
  readonly account: AccountId;
  readonly chargeId: string;
  readonly refundId: string;
  /** The payment that is given back, whole or in part. */
  readonly reference: string;
  readonly amount: Money;
  readonly idempotencyKey: string;
}

export interface Refund {
  readonly reference: string;
  readonly state: PaymentState;
  readonly reason: string | null;
}

export interface TransferRequest {
  readonly account: AccountId;
  readonly payoutId: string;
  readonly amount: Money;
  readonly destination: string;
  readonly idempotencyKey: string;
}

export type Transfer =
  | { readonly state: 'succeeded'; readonly reference: string; readonly reason: null }
  /** Why, in words for whom the money was for. */
  | { readonly state: 'failed'; readonly reference: string | null; readonly reason: string };

interface EventFields {
  /** The provider's id of the event: the same however often it is sent. */
  readonly eventId: string;
  readonly account: AccountId;
  readonly chargeId: string;
  /**
   * The provider's id of the payment, as `pay` answered it. Only a success may bring another, which then takes its
   * place: a checkout becomes a payment when it is paid.
   */
  readonly reference: string;
}

/**
 * What a provider tells of one of our charges. The same change may be told by several events, each with an id of
 * its own, and a payment that failed may still succeed when the payer tries again.
 */
export type ProviderEvent = EventFields &
  (
    | { readonly type: 'payment.succeeded'; readonly paid?: AnyMoney | undefined }
    | { readonly type: 'payment.canceled' }
    | { readonly type: 'payment.failed'; readonly reason: string }
    /** The total refunded of the payment so far, in minor units. */
    | { readonly type: 'payment.refunded'; readonly refunded: number }
    | { readonly type: 'refund.updated'; readonly refund: ReportedRefund }
    | ({ readonly type: 'dispute.opened' } & DisputeFacts)
    | ({ readonly type: 'dispute.closed'; readonly won: boolean } & DisputeFacts)
  );

/** Money as a provider says it, in any currency: minor units, and the code in upper case. */
export interface AnyMoney {
  readonly amount: number;
  readonly currency: string;
}

/** One refund of a payment, as the provider has it now. */
export interface ReportedRefund {
  /** The provider's own id of it. */
  readonly reference: string;
  /** The refund that it was made for; null when it was made at the provider. */
  readonly refundId: string | null;
  /** Minor units. */
  readonly amount: number;
  readonly state: PaymentState;
  /** Why it failed; null when it did not. */
  readonly reason: string | null;
}

interface DisputeFacts {
  /** The provider's id of the dispute. Without one, a payment has one dispute. */
  readonly disputeId?: string | undefined;
  /** What is disputed, in minor units. Without it, all that is not refunded. */
  readonly amount?: number | undefined;
}
