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

/** Amazon EventBridge User Guide, "Events": what a rule hands to a queue. */
const busEvent = z.object({ detail: cloudEvent });

/** Events of a batch that are processed at a time. */
const CONCURRENCY = 5;

/**
 * Processes the events of a batch; a message that failed or cannot be read is handed back alone, and so ends
 * among the dead letters if that stays so. A type that is not known is acknowledged: an older function may be
 * running beside a newer relay.
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
