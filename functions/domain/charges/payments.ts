import { ApiError } from '../errors.ts';
import { chargeIdOf, type Operation } from '../ids.ts';
import { type Charge, type ChargePayment, isDebt, newCharge } from './charges.ts';

/** The provider and the payment method of a charge. */
export type PaidBy = Pick<ChargePayment, 'provider' | 'method'>;

/** Builds a charge with its first payment attempt, for the operation that requests it. */
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

/** Builds the first attempt to pay a charge. */
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

/** Throws `conflict` if nothing is outstanding or a payment is in progress. */
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

/** Returns the fields of an attempt that refer to earlier attempts. */
export function afterAttempt(last: ChargePayment | null): Pick<ChargePayment, 'attempt' | 'earlier'> {
  if (!last) return { attempt: 1 };
  const { provider, reference, attempt, earlier = [] } = last;
  return { attempt: attempt + 1, earlier: [...earlier, { provider, reference }] };
}
