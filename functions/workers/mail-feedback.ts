import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { parseInstant } from '../domain/time.ts';
import { log } from '../runtime/log.ts';
import { type SuppressionCause, suppress } from '../store/notifications/suppressions.ts';
import { eachMessage, readOr } from './messages.ts';

const recipients = z.array(z.object({ emailAddress: z.string().min(1).max(320) }));
const mail = z.object({
  messageId: z.string(),
  tags: z.record(z.string(), z.array(z.string())).default({}),
});

/** Amazon SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon EventBridge". */
const busEvent = z.object({
  detail: z.discriminatedUnion('eventType', [
    z.object({
      eventType: z.literal('Bounce'),
      mail,
      bounce: z.object({
        bounceType: z.string(),
        bouncedRecipients: recipients,
        timestamp: z.iso.datetime(),
      }),
    }),
    z.object({
      eventType: z.literal('Complaint'),
      mail,
      complaint: z.object({
        complainedRecipients: recipients,
        complaintFeedbackType: z.string().nullish(),
        timestamp: z.iso.datetime(),
      }),
    }),
  ]),
});

type Feedback = z.output<typeof busEvent>['detail'];

/** Suppresses addresses with a permanent bounce or a complaint. Repeated reports of SES change nothing. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachMessage('mail-feedback', event, async (body) => {
    const { detail } = readOr('a bounce or a complaint', () => busEvent.parse(JSON.parse(body)));
    const ended = endedBy(detail);
    const { messageId, tags } = detail.mail;
    if (!ended) {
      log.info('mail feedback ignored', { messageId, eventType: detail.eventType });
      return;
    }
    const account = accountIn(tags);
    for (const { emailAddress } of ended.recipients) {
      const { cause, at } = ended;
      const isNew = await suppress({ email: emailAddress, cause, at }, account);
      if (isNew) log.warn('mail address suppressed', { messageId, account, cause });
    }
  });

/**
 * Returns the addresses to suppress and the reason; null if there are none. Transient bounces (full mailbox, large
 * message) and "not spam" reports suppress nothing.
 */
function endedBy(feedback: Feedback) {
  if (feedback.eventType === 'Bounce') {
    const { bounceType, bouncedRecipients, timestamp } = feedback.bounce;
    return bounceType === 'Permanent' ? ending('bounce', bouncedRecipients, timestamp) : null;
  }
  const { complaintFeedbackType, complainedRecipients, timestamp } = feedback.complaint;
  return complaintFeedbackType === 'not-spam' ? null : ending('complaint', complainedRecipients, timestamp);
}

const ending = (
  cause: SuppressionCause,
  recipients: readonly { readonly emailAddress: string }[],
  timestamp: string,
) => ({ cause, recipients, at: parseInstant(timestamp) });

/** Returns the account of the mail from the tag that each mail has. */
function accountIn(tags: Readonly<Record<string, readonly string[]>>): AccountId | null {
  const [account] = tags.account ?? [];
  return account !== undefined && isAccountId(account) ? account : null;
}
