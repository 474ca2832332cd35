import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ensureTable, startEngine } from '../../functions/desk/engine/engine.ts';
import { IN_MEMORY, setEnvironment, TABLE } from '../../functions/desk/environment.ts';

/** A real engine with an empty table, for tests of the store. Import the store after it is open. */
export async function openTable(): Promise<{ close(): Promise<void> }> {
  const engine = await startEngine({ dataDir: IN_MEMORY });
  setEnvironment({ desk: 'http://127.0.0.1:9', dynamodb: engine.endpoint });
  const client = new DynamoDBClient();
  await ensureTable(client, TABLE);
  client.destroy();
  return { close: () => engine.stop() };
}
