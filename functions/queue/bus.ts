import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type CloudEvent, cloudEventOf, type DomainEvent } from '../domain/events.ts';
import { BUS_SOURCE, setting } from '../runtime/config.ts';

const bus = new EventBridgeClient({ maxAttempts: 5 });

/** What EventBridge takes in one request. */
const MOST_AT_ONCE = 10;

/**
 * Below the 256 KB that a request may have had in every region before 2026-01 (1 MiB since), with room for what is around each
 * entry. An event that is larger than this goes alone: none is larger than a request may be (`domain/metering/event-size.ts`).
 */
const MOST_BYTES = 200_000;

/** Puts events on the bus, in order. Throws when one was not taken: then all may be sent again. */
export async function publish(events: readonly DomainEvent[]): Promise<void> {
  for (const entries of inRequests(events.map(cloudEventOf).map(entryOf))) {
    const { FailedEntryCount = 0 } = await bus.send(new PutEventsCommand({ Entries: entries }));
    if (FailedEntryCount > 0) throw new Error(`The bus did not take ${FailedEntryCount} events.`);
  }
}

type Entry = ReturnType<typeof entryOf>;

function inRequests(entries: readonly Entry[]): Entry[][] {
  const requests: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail);
    const last = requests.at(-1);
    if (last && last.length < MOST_AT_ONCE && bytes + size <= MOST_BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      requests.push([entry]);
      bytes = size;
    }
  }
  return requests;
}

const entryOf = (event: CloudEvent) => ({
  EventBusName: setting('eventBusName'),
  Source: BUS_SOURCE,
  DetailType: event.type,
  Detail: JSON.stringify(event),
});
