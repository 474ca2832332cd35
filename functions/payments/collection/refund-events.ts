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
import { chargeNamed, replaceCharge } from '../../store/charges/charges.ts';
import type { PaymentEvent } from '../../store/charges/payment-events.ts';
import { type Recording, recordRefund } from '../../store/charges/refunds.ts';
import { RETRY, retryOnConflict } from '../../store/table/conditional-write.ts';
import type { ProviderEvent, ReportedRefund } from '../providers/provider.ts';
import { settle } from './settle.ts';

export type OfType<T extends ProviderEvent['type']> = Extract<ProviderEvent, { readonly type: T }>;

/** What an event came in, and when it is applied: with that time it moves things, however late. */
export interface EventContext extends PaymentEvent<ProviderEvent> {
  readonly provider: ProviderName;
  readonly now: Instant;
}

/** Records what a total, told by the provider, has more than is known. */
export async function recordTotal(event: OfType<'payment.refunded'>, context: EventContext): Promise<void> {
  const reference = event.eventId;
  const refund = await record(context, AT_PROVIDER, (charge, refunds) => {
    const known = refunds.find(({ payment }) => payment?.reference === reference);
    if (known) return { kind: 'nothing', refund: known };
    return booking(charge, missingOfTotal(charge, refunds, event.refunded), refundMethods.total, reference);
  });
  await settleTold(refund, { state: 'succeeded', reference, reason: null }, context);
}

/** Records a refund that the provider named: one of ours, one that was made there, or one that was among a total. */
export async function recordRefundTold(
  event: OfType<'refund.updated'>,
  context: EventContext,
): Promise<void> {
  const { refund: told } = event;
  let isPart = false;
  const refund = await record(context, AT_PROVIDER, (charge, refunds) => {
    const place = placeOf(refunds, told);
    isPart = place.kind === 'part' || place.kind === 'claim';
    if (place.kind === 'known' || place.kind === 'part') return { kind: 'nothing', refund: place.refund };
    // What failed before it was heard of has moved nothing.
    if (told.state === 'failed') return { kind: 'nothing', refund: null };
    if (place.kind === 'claim')
      return { kind: 'replace', refund: withPart(place.refund, told.reference, told.amount) };
    return booking(charge, limited(charge, told.amount), refundMethods.named, told.reference);
  });
  if (isPart && told.state === 'pending') return;
  if (isPart && told.state === 'failed' && refund?.amount.amount !== told.amount) {
    const { chargeId } = event;
    logForOperators('refund failure not recorded', { chargeId, refund: told.reference, amount: told.amount });
    return;
  }
  await settleTold(refund, told, context);
}

const AT_PROVIDER = { reason: 'Refunded at the provider' };
const IN_DISPUTE = { reason: 'Reversed by a dispute', cause: 'dispute' } as const;

/** Marks the charge as disputed. */
export const openDispute = (event: OfType<'dispute.opened'>): Promise<void> => noteDispute(event, 'open');

/** Ends a dispute; what a lost one took is recorded as a refund. */
export async function closeDispute(event: OfType<'dispute.closed'>, context: EventContext): Promise<void> {
  await noteDispute(event, event.won ? 'won' : 'lost');
  if (event.won) return;
  const reference = disputeOf(event);
  const refund = await record(context, IN_DISPUTE, (charge, refunds) => {
    const known = refunds.find(({ payment }) => payment?.reference === reference);
    if (known) return { kind: 'nothing', refund: known };
    const all = charge.amount.amount - charge.refunding;
    return booking(charge, limited(charge, event.amount ?? all), refundMethods.dispute, reference);
  });
  await settleTold(refund, { state: 'succeeded', reference, reason: null }, context);
}

const disputeOf = ({ disputeId, reference }: OfType<'dispute.opened' | 'dispute.closed'>): string =>
  disputeId ?? `dispute of ${reference}`;

async function noteDispute(
  event: OfType<'dispute.opened' | 'dispute.closed'>,
  state: 'open' | 'won' | 'lost',
): Promise<void> {
  const { account, chargeId } = event;
  await retryOnConflict(async () => {
    const { value: charge, version } = await chargeNamed(account, chargeId);
    const value = withDispute(charge, disputeOf(event), state);
    return value === charge || (await replaceCharge({ value, version })) || RETRY;
  });
}

/** Once for an event: the refund bears its name. */
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

/** What is to be booked; more than the payment has left cannot be, and is for operators to look at. */
function booking(
  { chargeId }: Charge,
  { amount, excess }: Missing,
  method: (typeof refundMethods)[keyof typeof refundMethods],
  reference: string,
): Recording {
  if (excess > 0) logForOperators('refund exceeds payment', { chargeId, refund: reference, excess });
  return amount > 0 ? { kind: 'book', amount, method, reference } : { kind: 'nothing', refund: null };
}

async function settleTold(
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
