import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mailIdOf, mailOf } from '../notifications/mail.ts';
import { mailOnce } from '../notifications/mailing.ts';
import { now } from '../runtime/clock.ts';
import { eachFact } from './facts.ts';

/** Writes to accounts about the facts that concern people. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachFact(event, async (fact) => {
    const mail = mailOf(fact);
    if (mail) await mailOnce(fact.subject, mailIdOf(fact), mail, now());
  });
