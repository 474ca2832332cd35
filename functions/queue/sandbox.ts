import { createHash } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

const common = {
  eventId: z.string().min(1),
  account: z.custom<AccountId>((value) => typeof value === 'string' && isAccountId(value), 'No account.'),
  chargeId: z.string().min(1),
  reference: z.string().min(1),
};

const paid = z.object({ amount: z.int().min(0), currency: z.string() });

const refund = z.object({
  reference: z.string().min(1),
  refundId: z.string().min(1).nullable(),
  amount: z.int().min(1),
  state: z.enum(['pending', 'succeeded', 'failed']),
  reason: z.string().nullable(),
});

const dispute = { disputeId: z.string().min(1).optional(), amount: z.int().min(1).optional() };

/** An event of the sandbox provider. The message on the queue and the webhook's body are identical. */
const sandboxEvent = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('payment.succeeded'), paid: paid.optional() }),
  z.object({ ...common, type: z.literal('payment.canceled') }),
  z.object({ ...common, type: z.literal('payment.failed'), reason: z.string() }),
  z.object({ ...common, type: z.literal('payment.refunded'), refunded: z.int().min(0) }),
  z.object({ ...common, type: z.literal('refund.updated'), refund }),
  z.object({ ...common, ...dispute, type: z.literal('dispute.opened') }),
  z.object({ ...common, ...dispute, type: z.literal('dispute.closed'), won: z.boolean() }),
]);

export type SandboxEvent = z.output<typeof sandboxEvent>;

type WithoutId<T> = T extends unknown ? Omit<T, 'eventId'> : never;

/** An event without its id. The id derives from the content. */
export type NewSandboxEvent = WithoutId<SandboxEvent>;

/**
 * Enqueues an event of the sandbox provider for our webhook. Delivered at least once, in no particular order. One queue
 * request.
 */
export async function enqueueSandboxEvent(event: NewSandboxEvent): Promise<void> {
  await sqs.send(
    new SendMessageCommand({ QueueUrl: setting('sandboxQueueUrl'), MessageBody: encodeSandboxEvent(event) }),
  );
}

export const encodeSandboxEvent = (event: NewSandboxEvent): string =>
  JSON.stringify({ eventId: eventIdOf(event), ...event });

/** Derives the id from the content, independent of the order of fields. */
function eventIdOf(event: NewSandboxEvent): string {
  const fields = JSON.stringify(Object.entries(event).sort());
  return `sbx_evt_${createHash('sha256').update(fields).digest('hex').slice(0, 32)}`;
}

/** Parses an event. Throws if it is malformed. */
export const decodeSandboxEvent = (body: string): SandboxEvent => sandboxEvent.parse(JSON.parse(body));
