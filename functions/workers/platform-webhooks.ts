import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { PLATFORM } from '../domain/notifications/deliveries.ts';
import { sendToEndpointsOf } from './fan-out.ts';

/**
 * Makes the deliveries of the events of all accounts to the platform's endpoints. It has a queue of its own: these deliveries lie in
 * one partition of the table, and when that is at its limit those of accounts do not wait.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  sendToEndpointsOf(event, () => PLATFORM);
