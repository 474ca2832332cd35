import { type Charge, debtReminder, nextChargeStep } from '../../domain/charges/charges.ts';
import { afterAttempt, firstPayment } from '../../domain/charges/payments.ts';
import type { Instant } from '../../domain/time.ts';
import { loadCharge, replaceCharge } from '../../store/charges/charges.ts';
import { finishBlock, markOverdue } from '../../store/charges/suspensions.ts';
import { RETRY, retryOnConflict } from '../../store/table/conditional-write.ts';
import { chosenProvider, requireProvider } from '../providers/providers.ts';
import { collect } from './collect.ts';
import { settle } from './settle.ts';

/** Marks a debt as overdue, which suspends its account. Waives a debt that is below the smallest possible payment. */
export async function becomeOverdue(charge: Charge, now: Instant): Promise<void> {
  const { account, chargeId, amount } = charge;
  const { leastPayment } = await chosenProvider();
  if (amount.amount < leastPayment.amount) {
    const reason = 'The amount is below the minimum payment.';
    await settle(account, chargeId, { event: 'waived', at: now, by: 'schedule', reason });
    return;
  }
  await markOverdue(charge, now);
  await finishBlock({ ...charge, block: 'blocking' }, now);
}

/**
 * Records a reminder of a debt. The event derives from this write, so each reminder is sent once. Debts below the
 * smallest possible payment are not reminded: they are waived when due.
 */
export async function remindOfDebt(charge: Charge, now: Instant): Promise<void> {
  const { leastPayment } = await chosenProvider();
  const isPayable = charge.amount.amount >= leastPayment.amount;
  await changeAt(charge, 'remind', now, (current) => ({
    ...current,
    reminded: isPayable ? debtReminder(current, now) : 0,
  }));
}

/** Retries the payment of a debt if its payment method can be charged again. */
export async function retryPayment(charge: Charge, now: Instant): Promise<void> {
  if (!charge.payment) return;
  const { provider, method } = charge.payment;
  const canRetry = (await requireProvider(provider)).canRetry(method);
  const changed = await changeAt(charge, 'retry', now, (current) => {
    const operation = { scope: current.account, id: `${current.chargeId}.retry`, begunAt: now };
    if (!canRetry) return { ...current, retried: true };
    return {
      ...current,
      retried: true,
      status: 'pending',
      settledAt: null,
      payment: { ...firstPayment({ provider, method }, operation), ...afterAttempt(current.payment) },
    };
  });
  if (changed?.payment?.open) await collect(changed, now);
}

/** Changes a charge if this step is still its next one and due. Returns the new charge; null if nothing changed. */
function changeAt(
  { account, chargeId }: Charge,
  kind: 'remind' | 'retry',
  now: Instant,
  change: (charge: Charge) => Charge,
): Promise<Charge | null> {
  return retryOnConflict(async () => {
    const found = await loadCharge(account, chargeId);
    const step = found && nextChargeStep(found.value);
    if (!found || step?.kind !== kind || step.at > now) return null;
    const value = change(found.value);
    return (await replaceCharge({ ...found, value })) ? value : RETRY;
  });
}
