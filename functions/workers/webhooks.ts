import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { sendToEndpointsOf } from './fan-out.ts';

/** Creates the deliveries of events to the endpoints of their accounts. */
export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  sendToEndpointsOf(event, ({ subject }) => subject);
