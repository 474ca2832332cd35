import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { CloudEvent } from '../../functions/domain/events.ts';
import { StreamReader } from '../../local/stream/reader.ts';
import { openPeer } from './peer.ts';
import { openStore } from './store.ts';

/**
 * The store over a real table, the table's real stream, and the relay, which is handed what the test takes from the
 * stream; what it puts on the bus is caught.
 */
export async function openRelay() {
  const bus = await openPeer(() => ({ status: 200, body: { FailedEntryCount: 0, Entries: [] } }));
  const store = await openStore();
  process.env.AWS_ENDPOINT_URL_EVENTBRIDGE = bus.url;
  const { handler } = await import('../../functions/workers/relay.ts');
  const { tableName } = await import('../../functions/store/table/client.ts');
  const dynamo = new DynamoDBClient();
  const streams = new DynamoDBStreamsClient();
  const reader = await StreamReader.open({ dynamo, streams, tableName: tableName(), home: null });

  /** All that has changed since it was last asked. */
  const changes = async (): Promise<DynamoDBRecord[]> => {
    const records: DynamoDBRecord[] = [];
    for (;;) {
      const some = await reader.read(1_000);
      if (some.length === 0) return records;
      records.push(...some.map(({ record }) => record));
    }
  };

  /** Hands the records to the relay in batches of that many. What it tells, in the order of telling. */
  const relay = async (records: readonly DynamoDBRecord[], size: number): Promise<CloudEvent[]> => {
    bus.requests.length = 0;
    for (let from = 0; from < records.length; from += size) {
      const answer = await handler({ Records: records.slice(from, from + size) });
      expect(answer).toEqual({ batchItemFailures: [] });
    }
    return bus.requests.flatMap(({ body }) =>
      (JSON.parse(body).Entries as { Detail: string }[]).map(({ Detail }) => JSON.parse(Detail)),
    );
  };

  return {
    ...store,
    changes,
    relay,
    close: async () => {
      dynamo.destroy();
      streams.destroy();
      await bus.stop();
      await store.close();
    },
  };
}

export type Relay = Awaited<ReturnType<typeof openRelay>>;

/** Each event once, as whoever remembers ids takes them in. */
export const onceEach = (facts: readonly CloudEvent[]): CloudEvent[] => [
  ...new Map(facts.map((event) => [event.id, event])).values(),
];
