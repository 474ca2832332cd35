import { type Charge, type ChargeStep, nextChargeStep } from '../domain/charges/charges.ts';
import type { Instant } from '../domain/time.ts';
import { abandon, collect } from '../payments/collection/collect.ts';
import { becomeOverdue, remindOfDebt, retryPayment } from '../payments/collection/overdue.ts';
import { checkRefund, makeRefund } from '../payments/collection/refund.ts';
import { refundSurplus } from '../payments/collection/surplus.ts';
import { finishBlock } from '../store/charges/suspensions.ts';
import type { Key } from '../store/keys.ts';
import { loadRecord } from '../store/table/versioned.ts';

const steps: Readonly<Record<ChargeStep['kind'], (charge: Charge, now: Instant) => Promise<unknown>>> = {
  resume: (charge, now) => (charge.type === 'refund' ? makeRefund(charge, now) : collect(charge, now)),
  abandon,
  look: checkRefund,
  surplus: refundSurplus,
  remind: remindOfDebt,
  retry: retryPayment,
  overdue: becomeOverdue,
  block: finishBlock,
  lift: finishBlock,
};

/** Executes the step of a charge that is due, if there is one. */
export async function doChargeWork(key: Key, now: Instant): Promise<void> {
  const found = await loadRecord<Charge>(key);
  const step = found && nextChargeStep(found.value);
  if (found && step && step.at <= now) await steps[step.kind](found.value, now);
}
