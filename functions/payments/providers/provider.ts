import type { AccountId } from '../../domain/accounts.ts';
import { type Money, moneyText } from '../../domain/money.ts';
import type { ProviderName } from '../../domain/providers.ts';

/** A source of payments. Implement it to add a provider. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /** The smallest payment. A smaller one fails. */
  readonly leastPayment: Money;
  /** The largest payment. A larger one fails. */
  readonly mostPayment: Money;
  /** Whether the method has the form of this provider's payment methods. */
  accepts(method: string): boolean;
  /** Whether this method can be charged again without the payer. */
  canRetry(method: string): boolean;
  /**
   * Requests the payment of a charge. Repeating an `idempotencyKey` returns the same payment. A decline is an outcome,
   * and so is a request that the provider will never accept. Throws only if the provider is unreachable or fails, or
   * has no such method (ApiError `payment-method-unknown`). The payment's event may arrive before this returns.
   */
  pay(request: PaymentRequest): Promise<Payment>;
  /** Refunds a payment in part or in full. Repeating an `idempotencyKey` returns the same refund. `failed` is final. */
  refund(request: RefundRequest): Promise<Refund>;
  /** Returns the outcome of a refund that was `pending`. */
  refundOf(reference: string): Promise<Refund>;
  /** Cancels an open payment. Does nothing if the payment has ended or does not exist. */
  cancel(reference: string): Promise<Canceled>;
  /** Whether the destination has the form of this provider's destinations. */
  paysTo(destination: string): boolean;
  /** Returns the transfer of a payout; null if the provider has none. */
  transferOf(payoutId: string): Promise<Transfer | null>;
  /**
   * Transfers our money to a destination. Repeating an `idempotencyKey` returns the same transfer. `failed` is final;
   * throws if the outcome is unknown.
   */
  transfer(request: TransferRequest): Promise<Transfer>;
  /**
   * Parses a request to our webhook: the raw body, and headers by lower-case name. Throws the ApiError
   * `webhook-signature-invalid`, `webhook-expired` (by the wall clock), or `validation-failed` for a signed body that
   * is no event. Returns null for events that do not concern us.
   */
  read(body: string, headers: Readonly<Record<string, string | undefined>>): Promise<ProviderEvent | null>;
}

/** The provider did not respond, or its response does not answer the request. The request may still succeed. */
export class ProviderUnavailable extends Error {
  constructor(provider: ProviderName, cause: unknown) {
    super(`The payment provider ${provider} returned no usable response.`, { cause });
    this.name = 'ProviderUnavailable';
  }
}

/** Returns the reason, for the payer, why a payment above the provider's limit failed. */
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

/** A payment as the provider reports it. */
export interface Payment {
  /** The provider's id of the payment. */
  readonly reference: string;
  readonly state: PaymentState;
  /** The reason of a failure, for the payer; null if it did not fail. */
  readonly reason: string | null;
  /** Where the payer completes the payment, if a step remains. */
  readonly checkoutUrl?: string;
  readonly clientSecret?: string;
}

/** The state of a payment after an attempt to cancel it. */
export interface Canceled {
  readonly state: PaymentState;
  /** The provider's id of the payment. A paid checkout has a new id. */
  readonly reference: string;
}

export interface RefundRequest {
  readonly account: AccountId;
  readonly chargeId: string;
  readonly refundId: string;
  /** The refunded payment. */
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
  /** The reason is for the recipient of the money. */
  | { readonly state: 'failed'; readonly reference: string | null; readonly reason: string };

interface EventFields {
  /** The provider's id of the event, the same at every delivery. */
  readonly eventId: string;
  readonly account: AccountId;
  readonly chargeId: string;
  /**
   * The payment's id as `pay` returned it. Only a success may have another id, which replaces it: a paid checkout
   * becomes a payment.
   */
  readonly reference: string;
}

/**
 * An event about one of our charges. Several events with different ids may report the same change. A failed payment may
 * still succeed if the payer retries it.
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

/** Money in any currency, as the provider reports it: minor units, and the currency code in upper case. */
export interface AnyMoney {
  readonly amount: number;
  readonly currency: string;
}

/** A refund of a payment in its current state. */
export interface ReportedRefund {
  /** The provider's id of the refund. */
  readonly reference: string;
  /** Our id of the refund; null if it was made at the provider. */
  readonly refundId: string | null;
  /** Minor units. */
  readonly amount: number;
  readonly state: PaymentState;
  /** The reason of a failure; null if it did not fail. */
  readonly reason: string | null;
}

interface DisputeFacts {
  /** The provider's id of the dispute. Absent if the provider has one dispute per payment. */
  readonly disputeId?: string | undefined;
  /** The disputed amount in minor units. Default: everything that is not refunded. */
  readonly amount?: number | undefined;
}
