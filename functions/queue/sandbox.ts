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

/** What the sandbox provider tells of a payment: on the queue, and then in its webhook, byte for byte. */
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

/** An event that has no id yet: it follows from what the event tells. */
export type SandboxNews = WithoutId<SandboxEvent>;

/** Has the sandbox provider send an event to our webhook: at least once, in no particular order. One queue request. */
export async function enqueueSandboxEvent(news: SandboxNews): Promise<void> {
  await sqs.send(
    new SendMessageCommand({ QueueUrl: setting('sandboxQueueUrl'), MessageBody: encodeSandboxEvent(news) }),
  );
}

export const encodeSandboxEvent = (news: SandboxNews): string =>
  JSON.stringify({ eventId: eventIdOf(news), ...news });

/** The same news are the same event, in whatever order its fields were written. */
function eventIdOf(news: SandboxNews): string {
  const fields = JSON.stringify(Object.entries(news).sort());
  return `sbx_evt_${createHash('sha256').update(fields).digest('hex').slice(0, 32)}`;
}

/** Reads an event back. Throws when it is not one of ours. */
export const decodeSandboxEvent = (body: string): SandboxEvent => sandboxEvent.parse(JSON.parse(body));
