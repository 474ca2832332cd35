import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import sqlite from 'node-sqlite3-wasm';
import { makeDatabase } from '../../local/engine/database.ts';
import { type Engine, startEngine } from '../../local/engine/engine.ts';
import { locateEngine } from '../../local/engine/location.ts';
import { describeProcess, endProcess, processesNaming } from '../../local/engine/processes.ts';
import { ensureTable } from '../../local/engine/table.ts';
import { testFolder } from './folder.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const folder = testFolder();
const nowhere = { packageName: 'no-such-package', path: '', endpoint: undefined };

const engines: Engine[] = [];
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.stop())));

async function start(dataDir: string): Promise<Engine> {
  const engine = await startEngine({ dataDir });
  engines.push(engine);
  return engine;
}

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'desk', secretAccessKey: 'desk' },
  });

describe('the engine', () => {
  it('says how to get one when there is none', () => {
    expect(() => locateEngine(nowhere)).toThrow('npm install --no-save @dynoxide/linux-x64@1.2.1');
    expect(() => locateEngine(nowhere)).toThrow('DYNAMODB_ENDPOINT');
  });

  it('is one that runs already when there is no other', async () => {
    const endpoint = 'http://127.0.0.1:8000';
    const location = locateEngine({ ...nowhere, endpoint });
    expect(location).toEqual({ kind: 'endpoint', url: endpoint });
    expect(await startEngine({ dataDir: folder, location })).toMatchObject({ endpoint });
  });

  it('keeps its table over a restart', async () => {
    const dataDir = join(folder, 'kept');
    mkdirSync(dataDir);
    for (const _start of ['first', 'second']) {
      const engine = await start(dataDir);
      const client = clientOf(engine.endpoint);
      await ensureTable(client, 'Things');
      const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Things' }));
      expect(Table?.KeySchema).toEqual([
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ]);
      client.destroy();
      await engine.stop();
    }
  });

  it('adds what the table of an earlier version lacks, and keeps its items', async () => {
    const engine = await start(':memory:');
    const client = clientOf(engine.endpoint);
    await client.send(
      new CreateTableCommand({
        TableName: 'Things',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk'].map((name) => ({
          AttributeName: name,
          AttributeType: 'S' as const,
        })),
      }),
    );
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await client.send(new PutItemCommand({ TableName: 'Things', Item: Key }));
    for (const _start of ['first', 'second']) await ensureTable(client, 'Things');
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'Things' }));
    expect(Table).toMatchObject({
      LatestStreamArn: expect.any(String),
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      GlobalSecondaryIndexes: [{ IndexName: 'due' }, { IndexName: 'lists' }],
    });
    expect((await client.send(new GetItemCommand({ TableName: 'Things', Key }))).Item).toEqual(Key);
    client.destroy();
  });

  it('ends one that a killed local stack left running, and not that of a running one', async () => {
    const dataDir = join(folder, 'orphan');
    mkdirSync(dataDir);
    const script = `import { startEngine } from ${JSON.stringify(join(import.meta.dirname, '../../local/engine/engine.ts'))};
      await startEngine({ dataDir: ${JSON.stringify(dataDir)} });
      console.log('ready'); setInterval(() => {}, 1000);`;
    const desk = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(desk.stdout, 'data');
    const recorded: { engine: number } = JSON.parse(readFileSync(join(dataDir, 'engine.pid'), 'utf8'));
    await expect(start(dataDir)).rejects.toThrow(
      `The local stack of process ${desk.pid} is using ${dataDir}`,
    );

    desk.kill('SIGKILL');
    await once(desk, 'exit');
    expect((await describeProcess(recorded.engine))?.command).toContain('dynoxide');
    await start(dataDir);
    expect(await describeProcess(recorded.engine)).toBeNull();
  });
});

/** The process that listens at the endpoint. */
async function processOf(endpoint: string): Promise<number> {
  const [pid = 0] = await processesNaming(`--port ${new URL(endpoint).port}`);
  return pid;
}

describe('an engine that dies', () => {
  it.each(['dying', ':memory:'])('is started again over its data, at the same address (%s)', async (name) => {
    const dataDir = name === 'dying' ? join(folder, name) : name;
    if (name === 'dying') mkdirSync(dataDir);
    const engine = await start(dataDir);
    const client = clientOf(engine.endpoint);
    await ensureTable(client, 'Things');
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    await client.send(new PutItemCommand({ TableName: 'Things', Item: Key }));
    for (const losses of [1, 2]) {
      const before = engine.dependency.losses;
      process.kill(await processOf(engine.endpoint), 'SIGKILL');
      while (!(await engine.dependency.wasAway(before)))
        await new Promise((resolve) => setTimeout(resolve, 5));
      await engine.dependency.back(new AbortController().signal);
      expect((await client.send(new GetItemCommand({ TableName: 'Things', Key }))).Item).toEqual(Key);
      expect(engine.dependency.losses).toBe(losses);
    }
    client.destroy();
  });
});

describe('a database file', () => {
  it('is made with indexes for what the engine asks of its changes', async () => {
    const path = join(folder, 'made.db');
    await makeDatabase(path);
    const database = new sqlite.Database(path);
    const planOf = (query: string) =>
      database.all(`EXPLAIN QUERY PLAN ${query}`).map(({ detail }) => String(detail));
    const number = 'CAST(sequence_number AS INTEGER)';
    expect(
      planOf(
        `SELECT * FROM _stream_records WHERE table_name = 't' AND shard_id = 's' AND ${number} > 1 ORDER BY ${number} LIMIT 9`,
      ),
    ).toEqual([expect.stringMatching(/^SEARCH .* changes_by_shard/)]);
    expect(planOf(`SELECT MAX(${number}) FROM _stream_records WHERE table_name = 't'`)).toEqual([
      expect.stringMatching(/^SEARCH .* changes_by_number/),
    ]);
    database.close();
  });

  const damaged = (content: string | Buffer, isUsed = true): string => {
    const dataDir = join(folder, `damaged-${Math.random()}`);
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'dynamodb.db'), content);
    if (isUsed) writeFileSync(join(dataDir, 'seeded'), '');
    return dataDir;
  };

  it.each([
    ['empty', ''],
    ['short', 'SQLite format 3'],
    ['none', 'x'.repeat(8_192)],
  ])('that is %s is refused by its name', async (_what, content) => {
    const dataDir = damaged(content);
    await expect(start(dataDir)).rejects.toThrow(`${join(dataDir, 'dynamodb.db')} is`);
  });

  it('that is cut is refused by its name', async () => {
    const dataDir = join(folder, 'cut');
    mkdirSync(dataDir);
    const engine = await startEngine({ dataDir });
    const client = clientOf(engine.endpoint);
    await ensureTable(client, 'Things');
    client.destroy();
    await engine.stop();
    const path = join(dataDir, 'dynamodb.db');
    rmSync(`${path}-wal`, { force: true });
    writeFileSync(path, readFileSync(path).subarray(0, -4_096));
    await expect(start(dataDir)).rejects.toThrow(`${path} is truncated`);
  });

  it('that an engine had just begun is taken', async () => {
    await start(damaged('', false));
  });

  it('whose engine is unknown is not shared with one that runs', async () => {
    const dataDir = join(folder, 'unknown');
    mkdirSync(dataDir);
    const engine = await start(dataDir);
    writeFileSync(join(dataDir, 'engine.pid'), '');
    await expect(startEngine({ dataDir })).rejects.toThrow(
      `Process ${await processOf(engine.endpoint)} is using ${dataDir}/dynamodb.db.`,
    );
    writeFileSync(join(dataDir, 'engine.pid'), '{"engine":');
    await engine.stop();
    await start(dataDir);
  });
});

describe('a process', () => {
  it('is described by its command and its parent', async () => {
    expect(await describeProcess(process.pid)).toMatchObject({
      parent: process.ppid,
      command: expect.stringContaining('node'),
    });
  });

  it('that is gone already is no error to end', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    await endProcess(child.pid ?? 0);
    expect(await describeProcess(child.pid ?? 0)).toBeNull();
  });
});
