import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { PLATFORM } from '../domain/notifications/deliveries.ts';
import { sendToEndpointsOf } from './fan-out.ts';

/**
 * Creates the deliveries of all accounts' events to the platform's endpoints. They are in one partition of the table; a
 * queue of their own keeps that partition's throttling from delaying the accounts' deliveries.
 */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  sendToEndpointsOf(event, () => PLATFORM);
