import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import pMap from 'p-map';
import * as z from 'zod';
import { type AccountId, isAccountId } from '../domain/accounts.ts';
import { type CloudEvent, EVENT_SOURCE, type EventType, eventTypes } from '../domain/events.ts';
import { log } from '../runtime/log.ts';

const cloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(256),
  source: z.literal(EVENT_SOURCE),
  type: z.string().min(1),
  subject: z.custom<AccountId>((text) => typeof text === 'string' && isAccountId(text), 'An account.'),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: z.record(z.string(), z.unknown()),
});

/** The message that an EventBridge rule sends to a queue (Amazon EventBridge User Guide, "Events"). */
const busEvent = z.object({ detail: cloudEvent });

/** The number of events processed concurrently. */
const CONCURRENCY = 5;

/**
 * Processes the events of a batch. Only failed or malformed messages are retried, and finally moved to the dead-letter
 * queue. Acknowledges unknown event types, because an older function may run beside a newer relay.
 */
export async function eachDomainEvent(
  event: SQSEvent,
  process: (event: CloudEvent) => Promise<void>,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  await pMap(
    event.Records,
    async ({ messageId, body }) => {
      try {
        const { detail } = busEvent.parse(JSON.parse(body));
        if (isDomainEvent(detail)) await process(detail);
        else log.warn('unknown event type', { messageId, type: detail.type });
      } catch (error) {
        log.error('event not processed', { messageId, error: error as Error });
        failed.push(messageId);
      }
    },
    { concurrency: CONCURRENCY },
  );
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

const isDomainEvent = (event: z.output<typeof cloudEvent>): event is CloudEvent & typeof event =>
  eventTypes.includes(event.type as EventType);
