import { type Charge, chargeView, isDebt } from '../../domain/charges/charges.ts';
import { ApiError } from '../../domain/errors.ts';
import type { Operation } from '../../domain/ids.ts';
import { settle } from '../../payments/collection/settle.ts';
import { requireCharge } from '../../store/charges/charges.ts';
import type { adminContract } from '../contract/admin.ts';
import type { Answer, Call } from '../kernel/call.ts';
import { accountOfCharge } from './owner.ts';

type WaiverCall = Call<(typeof adminContract)['POST /v1/admin/charges/{chargeId}/waivers']>;

/** Waives an outstanding charge and lifts the account's suspension if no other charge is overdue. */
export async function waiveCharge({ params, query, body, caller, operation }: WaiverCall): Promise<Answer> {
  const { chargeId } = params;
  const account = await accountOfCharge(chargeId);
  const { value: known } = await requireCharge(account, chargeId);
  if (!isDebt(known) && !isOf(operation, known)) throw noDebt(known);
  if (query.preview) {
    const waived: Charge = { ...known, status: 'waived', settledAt: operation.begunAt };
    return { status: 200, body: chargeView(waived) };
  }
  const { charge } = await settle(account, chargeId, {
    event: 'waived',
    at: operation.begunAt,
    by: caller.subject,
    reason: body.reason,
  });
  if (!isOf(operation, charge)) throw noDebt(charge);
  return { status: 201, body: chargeView(charge) };
}

/** Whether this operation waived the charge: a retry finds it waived if the first attempt was interrupted. */
const isOf = ({ begunAt }: Operation, { status, settledAt }: Charge): boolean =>
  status === 'waived' && settledAt === begunAt;

const noDebt = ({ chargeId, type, status }: Charge): ApiError =>
  new ApiError(
    'conflict',
    `${chargeId} is a charge of type ${type} with status ${status}. Only an unpaid overage charge can be waived.`,
  );
