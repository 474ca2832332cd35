import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { environmentNames } from '../../functions/runtime/config.ts';
import { startEngine } from '../../local/engine/engine.ts';
import { ensureTable } from '../../local/engine/table.ts';
import { IN_MEMORY, setEnvironment } from '../../local/environment.ts';

/**
 * A real engine with an empty table, for tests of the store: one of its own, or, to hear a second opinion, the
 * one that runs at TEST_DYNAMODB_ENDPOINT. Import the store after it is open.
 */
export async function openTable(): Promise<{ close(): Promise<void> }> {
  const url = process.env.TEST_DYNAMODB_ENDPOINT;
  const engine = await startEngine({
    dataDir: IN_MEMORY,
    ...(url === undefined ? {} : { location: { kind: 'endpoint', url } }),
  });
  setEnvironment({ desk: 'http://127.0.0.1:9', dynamodb: engine.endpoint });
  const name = `test-${process.pid}-${Date.now()}`;
  process.env[environmentNames.tableName] = name;
  const client = new DynamoDBClient();
  await ensureTable(client, name);
  client.destroy();
  return { close: () => engine.stop() };
}
