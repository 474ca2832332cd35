import type { Charge } from '../../domain/charges/charges.ts';
import {
  limited,
  type Missing,
  missingOfTotal,
  placeOf,
  type RefundOrder,
  refundMethods,
  withDispute,
  withPart,
} from '../../domain/charges/refunds.ts';
import { idOf } from '../../domain/ids.ts';
import type { ProviderName } from '../../domain/providers.ts';
import type { Instant } from '../../domain/time.ts';
import { logForOperators } from '../../runtime/log.ts';
import { replaceCharge, requireCharge } from '../../store/charges/charges.ts';
import type { PaymentEvent } from '../../store/charges/payment-events.ts';
import { type Recording, recordRefund } from '../../store/charges/refunds.ts';
import { RETRY, retryOnConflict } from '../../store/table/conditional-write.ts';
import type { ProviderEvent, ReportedRefund } from '../providers/provider.ts';
import { settle } from './settle.ts';

export type OfType<T extends ProviderEvent['type']> = Extract<ProviderEvent, { readonly type: T }>;

/** A provider's event and the time at which it is applied. Money moves at that time, however late it is. */
export interface EventContext extends PaymentEvent<ProviderEvent> {
  readonly provider: ProviderName;
  readonly now: Instant;
}

/** Records the part of a refunded total that is not recorded yet. */
export async function recordTotal(event: OfType<'payment.refunded'>, context: EventContext): Promise<void> {
  const reference = event.eventId;
  const refund = await record(context, AT_PROVIDER, (charge, refunds) => {
    const known = refunds.find(({ payment }) => payment?.reference === reference);
    if (known) return { kind: 'nothing', refund: known };
    return booking(charge, missingOfTotal(charge, refunds, event.refunded), refundMethods.total, reference);
  });
  await settleReported(refund, { state: 'succeeded', reference, reason: null }, context);
}

/**
 * Records a refund that the provider reports by id: one of ours, one made at the provider, or a part of a reported
 * total.
 */
export async function recordReportedRefund(
  event: OfType<'refund.updated'>,
  context: EventContext,
): Promise<void> {
  const { refund: reported } = event;
  let isPart = false;
  const refund = await record(context, AT_PROVIDER, (charge, refunds) => {
    const place = placeOf(refunds, reported);
    isPart = place.kind === 'part' || place.kind === 'claim';
    if (place.kind === 'known' || place.kind === 'part') return { kind: 'nothing', refund: place.refund };
    // A refund that failed before it was recorded moved no money.
    if (reported.state === 'failed') return { kind: 'nothing', refund: null };
    if (place.kind === 'claim')
      return { kind: 'replace', refund: withPart(place.refund, reported.reference, reported.amount) };
    return booking(charge, limited(charge, reported.amount), refundMethods.named, reported.reference);
  });
  if (isPart && reported.state === 'pending') return;
  if (isPart && reported.state === 'failed' && refund?.amount.amount !== reported.amount) {
    const { chargeId } = event;
    logForOperators('refund failure not recorded', {
      chargeId,
      refund: reported.reference,
      amount: reported.amount,
    });
    return;
  }
  await settleReported(refund, reported, context);
}

const AT_PROVIDER = { reason: 'Refunded at the provider' };
const IN_DISPUTE = { reason: 'Reversed by a dispute', cause: 'dispute' } as const;

/** Marks the charge as disputed. */
export const openDispute = (event: OfType<'dispute.opened'>): Promise<void> => recordDispute(event, 'open');

/** Ends a dispute. A lost dispute is recorded as a refund. */
export async function closeDispute(event: OfType<'dispute.closed'>, context: EventContext): Promise<void> {
  await recordDispute(event, event.won ? 'won' : 'lost');
  if (event.won) return;
  const reference = disputeOf(event);
  const refund = await record(context, IN_DISPUTE, (charge, refunds) => {
    const known = refunds.find(({ payment }) => payment?.reference === reference);
    if (known) return { kind: 'nothing', refund: known };
    const all = charge.amount.amount - charge.refunding;
    return booking(charge, limited(charge, event.amount ?? all), refundMethods.dispute, reference);
  });
  await settleReported(refund, { state: 'succeeded', reference, reason: null }, context);
}

const disputeOf = ({ disputeId, reference }: OfType<'dispute.opened' | 'dispute.closed'>): string =>
  disputeId ?? `dispute of ${reference}`;

async function recordDispute(
  event: OfType<'dispute.opened' | 'dispute.closed'>,
  state: 'open' | 'won' | 'lost',
): Promise<void> {
  const { account, chargeId } = event;
  await retryOnConflict(async () => {
    const { value: charge, version } = await requireCharge(account, chargeId);
    const value = withDispute(charge, disputeOf(event), state);
    return value === charge || (await replaceCharge({ value, version })) || RETRY;
  });
}

/** Records a refund once per event: its id derives from the event's. */
async function record(
  { event, provider, receivedAt }: EventContext,
  { reason, cause }: Pick<RefundOrder, 'reason' | 'cause'>,
  decide: (charge: Charge, refunds: readonly Charge[]) => Recording,
): Promise<Charge | null> {
  return recordRefund(
    {
      refundId: idOf('chg', receivedAt, provider, event.eventId),
      account: event.account,
      chargeId: event.chargeId,
      amount: null,
      reason,
      ...(cause && { cause }),
      by: `provider:${provider}`,
      at: receivedAt,
      operation: event.eventId,
      provider,
    },
    decide,
  );
}

/** Returns the refund to book. An amount above what the payment has left is not booked but logged for operators. */
function booking(
  { chargeId }: Charge,
  { amount, excess }: Missing,
  method: (typeof refundMethods)[keyof typeof refundMethods],
  reference: string,
): Recording {
  if (excess > 0) logForOperators('refund exceeds payment', { chargeId, refund: reference, excess });
  return amount > 0 ? { kind: 'book', amount, method, reference } : { kind: 'nothing', refund: null };
}

async function settleReported(
  refund: Charge | null,
  { state, reference, reason }: Pick<ReportedRefund, 'state' | 'reference' | 'reason'>,
  { provider, now }: EventContext,
): Promise<void> {
  if (!refund || state === 'pending') return;
  await settle(refund.account, refund.chargeId, {
    event: state === 'failed' ? 'returned' : 'succeeded',
    at: now,
    by: `provider:${provider}`,
    ...(refund.payment?.reference === null ? { reference } : {}),
    ...(reason === null ? {} : { failure: reason }),
  });
}
