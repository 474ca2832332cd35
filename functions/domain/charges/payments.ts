import { ApiError } from '../errors.ts';
import { chargeIdOf, type Operation } from '../ids.ts';
import { type Charge, type ChargePayment, isDebt, newCharge } from './charges.ts';

/** Who is asked for the money of a charge, and by which method of theirs. */
export type PaidBy = Pick<ChargePayment, 'provider' | 'method'>;

/** A charge as it begins with its first payment, under the operation that asks for it. */
export const chargeFor = (
  charge: Pick<Charge, 'account' | 'type' | 'subject' | 'amount' | 'lines' | 'reason'>,
  paidBy: PaidBy,
  operation: Operation,
): Charge => ({
  ...newCharge,
  ...charge,
  chargeId: chargeIdOf(operation),
  createdAt: operation.begunAt,
  payment: firstPayment(paidBy, operation),
});

/** The first try to pay a charge. */
export const firstPayment = (
  { provider, method }: PaidBy,
  { id: operation, begunAt }: Pick<Operation, 'id' | 'begunAt'>,
): ChargePayment => ({
  provider,
  method,
  attempt: 1,
  reference: null,
  startedAt: begunAt,
  operation,
  open: true,
});

/** Throws `conflict` when there is nothing to pay, or a payment is under way. */
export function refuseUnpayable(charge: Charge): void {
  const { chargeId, type, status, payment } = charge;
  if (!isDebt(charge))
    throw new ApiError(
      'conflict',
      `${chargeId} is a charge of type ${type} with status ${status}. Nothing is outstanding.`,
    );
  if (payment?.open)
    throw new ApiError('conflict', `A payment of ${chargeId} is in progress. Wait for its outcome.`);
}

/** What an attempt knows of the attempts before it. */
export function afterAttempt(last: ChargePayment | null): Pick<ChargePayment, 'attempt' | 'earlier'> {
  if (!last) return { attempt: 1 };
  const { provider, reference, attempt, earlier = [] } = last;
  return { attempt: attempt + 1, earlier: [...earlier, { provider, reference }] };
}
