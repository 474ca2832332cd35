import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** Asks for the platform's deliveries that are due. Events of the bus come on the same queue. */
const DUE = JSON.stringify({ due: true });

/** One queue request. */
export async function enqueuePlatformDue(): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: setting('platformQueueUrl'), MessageBody: DUE }));
}

/** Whether a message asks for what is due, rather than bringing an event. */
export const isPlatformDue = (body: string): boolean => body === DUE;
