import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type CloudEvent, cloudEventOf, type DomainEvent } from '../domain/events.ts';
import { BUS_SOURCE, setting } from '../runtime/config.ts';

const bus = new EventBridgeClient({ maxAttempts: 5 });

/** EventBridge's limit of entries per request. */
const MOST_AT_ONCE = 10;

/**
 * Below 256 KB, the request limit of some regions until 2026-01 (1 MiB since), to leave space for the data around each
 * entry. A larger event is sent alone; no event exceeds a request (`domain/metering/event-size.ts`).
 */
const MOST_BYTES = 200_000;

/** Publishes events on the bus, in order. Throws if one was not accepted; all of them may then be sent again. */
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
