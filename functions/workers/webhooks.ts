import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deliverFact } from '../notices/webhooks.ts';
import { now } from '../runtime/clock.ts';
import { eachFact } from './facts.ts';

/** Tells facts to the endpoints that subscribe to them. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  eachFact(event, (fact) => deliverFact(fact.subject, fact, now()));
