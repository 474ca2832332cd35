import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mailIdOf, mailOf } from '../notifications/mail.ts';
import { mailOnce } from '../notifications/mailing.ts';
import { now } from '../runtime/clock.ts';
import { eachDomainEvent } from './domain-events.ts';

/** Sends the mails about the events of accounts. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachDomainEvent(event, async (domainEvent) => {
    const mail = mailOf(domainEvent);
    if (mail) await mailOnce(domainEvent.subject, mailIdOf(domainEvent), mail, now());
  });
