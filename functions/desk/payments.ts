import { Fault } from '../domain/faults.ts';
import { enqueueSandboxEvent, type SandboxNews } from '../queue/sandbox.ts';
import { loadCharge, ownerOfCharge } from '../store/charges.ts';

export type PaymentOutcome = 'succeeded' | 'failed' | 'disputed';

const news = {
  succeeded: { type: 'payment.succeeded' },
  failed: { type: 'payment.failed', reason: 'The payment was declined.' },
  disputed: { type: 'dispute.opened' },
} as const satisfies Record<PaymentOutcome, Partial<SandboxNews>>;

/** Has the sandbox provider tell what became of a charge's payment. Throws the Fault `not-found`: no such charge. */
export async function tellPaymentOutcome(chargeId: string, outcome: PaymentOutcome): Promise<void> {
  const account = await ownerOfCharge(chargeId);
  if (account === undefined) throw new Fault('not-found', `There is no charge ${chargeId}.`);
  const charge = await loadCharge(account, chargeId);
  // A charge that the provider was not asked for yet has no reference; the provider would know its own.
  const reference = charge?.value.payment?.reference ?? `sbx_pay_${chargeId}`;
  await enqueueSandboxEvent({ account, chargeId, reference, ...news[outcome] });
}
