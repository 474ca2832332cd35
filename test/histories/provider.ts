import { type Actor, expectAnswer } from './actor.ts';
import type { ChargeModel } from './model/ledger.ts';

/** What the driver does in the place of the sandbox provider: it sends events of payments, signed. */

export type News = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The provider's id of a payment of a charge. `payment` is the number of an attempt, or that with `_again`. */
export async function referenceOf(
  { chargeId, attempts }: ChargeModel,
  payment = String(attempts),
): Promise<string> {
  const { sandboxPayment } = await import('../../functions/payments/providers/sandbox.ts');
  const [attempt = '1', again] = payment.split('_');
  return `${sandboxPayment(`${chargeId}.${attempt}`)}${again ? `_${again}` : ''}`;
}

/** The payment that has paid a charge; its latest attempt if none has. */
export const payingReference = (charge: ChargeModel): Promise<string> =>
  referenceOf(charge, charge.paidBy ?? undefined);

async function eventOf(actor: Actor, charge: ChargeModel, reference: string, news: News): Promise<string> {
  const { encodeSandboxEvent } = await import('../../functions/queue/sandbox.ts');
  const { account } = actor;
  // Each is an event of its own, also if it tells what is known.
  const eventId = `${account}.${actor.name('told')}`;
  const event = { eventId, account, chargeId: charge.chargeId, reference, ...news };
  return encodeSandboxEvent(event as unknown as Parameters<typeof encodeSandboxEvent>[0]);
}

/** Posts an event to the webhook: it is applied when this returns. */
export async function post(actor: Actor, charge: ChargeModel, reference: string, news: News): Promise<void> {
  const { decodeSandboxEvent } = await import('../../functions/queue/sandbox.ts');
  const { signSandboxEvent } = await import('../../functions/payments/providers/sandbox.ts');
  const body = await eventOf(actor, charge, reference, news);
  const response = await fetch(`${actor.stage.desk.url}/v1/payments/webhooks/sandbox`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(await signSandboxEvent(decodeSandboxEvent(body), body)),
    },
    body,
  });
  // Unread, it would keep its connection.
  await response.arrayBuffer();
  expectAnswer(`payment event ${news.type}`, response.status, 200);
}

/** Has the local server's sandbox tell what became of a charge's latest payment, or of a refund. */
export async function tell(actor: Actor, { chargeId }: ChargeModel, outcome: string): Promise<void> {
  const response = await fetch(`${actor.stage.desk.url}/dev/payments/${chargeId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome }),
  });
  await response.arrayBuffer();
  expectAnswer(`payment event ${outcome}`, response.status, 200);
}

/** The provider has taken a payment, whatever the service has heard of it. */
export function took(actor: Actor, reference: string, amount: number): void {
  actor.books.taken.set(reference, amount);
}
