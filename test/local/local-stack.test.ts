import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { setting } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { checkEventKey, newEventKey, openEventKey } from '../../local/event-key.ts';
import { pages } from '../../local/http/pages.ts';
import { openServer } from '../../local/http/server.ts';
import { startLocalStack } from '../../local/local-stack.ts';
import { openSandboxSecret } from '../../local/signing-secret.ts';
import { bodiesOf, fakeFunctions } from './fake-functions.ts';
import { testFolder } from './folder.ts';

const { functions, worked, relayed } = fakeFunctions();
const dataDir = testFolder();
const desk = await startLocalStack({ dataDir, functions });
afterAll(() => desk.stop());

interface Body {
  readonly routeKey: string;
  readonly token: string;
  readonly now: string;
  readonly items: readonly object[];
}

async function call(method: string, path: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${desk.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as Body };
}

describe('the local stack', () => {
  it('listens on the loopback address and serves the API', async () => {
    expect(desk.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await call('GET', '/openapi.json')).body.routeKey).toBe('GET /openapi.json');
  });

  it('gives the handlers their environment: table, queues, issuer', async () => {
    const dynamo = new DynamoDBClient();
    const Item = { pk: { S: 'A' }, sk: { S: 'B' } };
    await dynamo.send(new PutItemCommand({ TableName: setting('tableName'), Item }));
    const sqs = new SQSClient();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: setting('usageQueueUrl'),
        MessageBody: 'used',
        MessageGroupId: '0',
        MessageDeduplicationId: 'first',
      }),
    );
    await desk.drain();
    expect(bodiesOf(worked.usage)).toEqual(['used']);
    const images = relayed.map(({ dynamodb }) => dynamodb?.NewImage);
    // The id of the event key is the first that a new table is given.
    expect(images).toEqual([expect.objectContaining({ pk: { S: 'EVENTKEY' } }), Item]);

    const token = await desk.issueToken({ sub: 'user_001' });
    const keys = createRemoteJWKSet(new URL(setting('jwksUrl')));
    const expected = { issuer: setting('tokenIssuer'), audience: setting('tokenAudience') };
    expect((await jwtVerify(token, keys, expected)).payload.sub).toBe('user_001');
    dynamo.destroy();
    sqs.destroy();
  });

  it('gives the handlers their environment: bus, mail, payments', async () => {
    const events = new EventBridgeClient();
    const Source = 'real-deal.billing';
    const fact = { Source, DetailType: 'quota.warning', Detail: '{}', EventBusName: setting('eventBusName') };
    await events.send(new PutEventsCommand({ Entries: [fact] }));
    const ses = new SESv2Client();
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: setting('mailSender'),
        Destination: { ToAddresses: ['anna@example.org'] },
        Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'there' } } } },
      }),
    );
    await desk.drain();
    for (const name of ['webhooks', 'platform-webhooks', 'mail'] as const)
      expect(bodiesOf(worked[name]).map((body) => JSON.parse(body))).toMatchObject([{ source: Source }]);
    expect((await call('GET', '/dev/outbox')).body.items).toMatchObject([
      { subject: 'Hello', text: 'there' },
    ]);
    expect(setting('paymentProvider')).toBe('sandbox');
    expect(setting('sandboxSecret')).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(setting('publicUrl')).toBe(desk.url);
    expect(setting('allowLoopbackWebhooks')).toBe('true');
    events.destroy();
    ses.destroy();
  });

  it('says so when its port or its data is in use', async () => {
    const port = Number(new URL(desk.url).port);
    await expect(startLocalStack({ port, functions })).rejects.toThrow(`Port ${port} is taken`);
    await expect(startLocalStack({ dataDir, functions })).rejects.toThrow(`is using ${dataDir}`);
    expect((await call('GET', '/openapi.json')).status).toBe(200);
  });
});

describe('/dev', () => {
  it('issues tokens', async () => {
    const { status, body } = await call('POST', '/dev/token', { sub: 'user_001', scope: 'usage.write' });
    expect(status).toBe(200);
    expect(JSON.parse(Buffer.from(body.token.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
      sub: 'user_001',
      scope: 'usage.write',
    });
  });

  it('reads and moves the clock', async () => {
    const now = '2027-03-01T00:00:00.000Z';
    const near = (iso: string, wanted: string) => Math.abs(Date.parse(iso) - Date.parse(wanted)) < 2_000;
    expect(near((await call('POST', '/dev/clock', { now })).body.now, now)).toBe(true);
    await call('POST', '/dev/clock', { advanceSeconds: 3_600 });
    expect(near((await call('GET', '/dev/clock')).body.now, '2027-03-01T01:00:00.000Z')).toBe(true);
  });

  it('puts an S3 event on the queue as it is, and waits until it is worked', async () => {
    const event = { Records: [{ eventName: 'ObjectCreated:Put' }] };
    expect((await call('POST', '/dev/s3-events', event)).status).toBe(202);
    expect((await call('POST', '/dev/drain')).body).toEqual({ drained: true });
    expect(worked.uploads.at(-1)?.Records[0]?.body).toBe(JSON.stringify(event));
  });

  it('lists dead letters and sends them back', async () => {
    const sqs = new SQSClient();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: setting('deadLetterQueueUrl'),
        MessageBody: 'poison',
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: 'not JSON' },
          queue: { DataType: 'String', StringValue: 'usage' },
        },
      }),
    );
    sqs.destroy();
    const { items } = (await call('GET', '/dev/dead-letters')).body;
    expect(items).toMatchObject([{ queue: 'usage', reason: 'not JSON', receiveCount: 1, body: 'poison' }]);
    expect((await call('POST', '/dev/dead-letters/redrive')).body).toEqual({ redriven: 1, left: [] });
    await desk.drain();
    expect(worked.usage.at(-1)?.Records[0]?.body).toBe('poison');
  });

  it('makes the sandbox provider report the outcome of a payment', async () => {
    const dynamo = new DynamoDBClient();
    const owner = { pk: { S: 'C#chg_1' }, sk: { S: 'CHARGE' }, account: { S: 'user_001' } };
    const record = { account: 'user_001', chargeId: 'chg_1', subject: { kind: 'overage' }, payment: null };
    const charge = marshall({ pk: 'A#user_001', sk: 'CHG#chg_1', record, rev: 1 });
    for (const Item of [owner, charge])
      await dynamo.send(new PutItemCommand({ TableName: setting('tableName'), Item }));
    dynamo.destroy();
    for (const outcome of ['succeeded', 'failed', 'disputed'])
      expect(await call('POST', '/dev/payments/chg_1', { outcome })).toMatchObject({ status: 200 });
    const told = bodiesOf(worked.sandbox).map((body) => JSON.parse(body));
    const common = { account: 'user_001', chargeId: 'chg_1' };
    expect(told).toMatchObject([
      { ...common, type: 'payment.succeeded' },
      { ...common, type: 'payment.failed' },
      { ...common, type: 'dispute.opened' },
    ]);
    expect(await call('GET', '/dev/provider-events/user_001')).toMatchObject({ body: { items: told } });
    expect(await call('POST', '/dev/payments/chg_2', { outcome: 'succeeded' })).toMatchObject({
      status: 404,
      body: { type: 'https://real-deal.dev/problems/not-found', detail: 'There is no charge chg_2.' },
    });
  });

  it('keeps the secret of the sandbox provider over a restart', async () => {
    expect(openSandboxSecret(dataDir)).toBe(setting('sandboxSecret'));
    expect(openSandboxSecret(null)).not.toBe(openSandboxSecret(null));
  });

  it('keeps the key of events over a restart, and starts with no other', async () => {
    const key = openEventKey(dataDir);
    expect(key).toBe(setting('eventKey'));
    const dynamo = new DynamoDBClient();
    await checkEventKey(dynamo, setting('tableName'), dataDir, key);
    await expect(checkEventKey(dynamo, setting('tableName'), dataDir, newEventKey())).rejects.toThrow(
      /event-key\.json is not the key .* Restore the file, or set DATA_DIR to an empty directory\./,
    );
    dynamo.destroy();
  });

  it.each(['', '{}', 'null', '{"key":"cut'])('refuses a file of the key that holds %j', (text) => {
    const folder = join(dataDir, `key-${text.length}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'event-key.json'), text);
    expect(() => openEventKey(folder)).toThrow(`${folder}/event-key.json cannot be read.`);
  });

  it.each([
    ['/dev/token', {}],
    ['/dev/token', { sub: 'user_001', role: 'king' }],
    ['/dev/clock', { now: 'tomorrow' }],
    ['/dev/clock', { advanceSeconds: -1 }],
    ['/dev/clock', { now: '2027-01-01T00:00:00Z', advanceSeconds: 1 }],
    ['/dev/s3-events', 'no object'],
    ['/dev/payments/chg_1', { outcome: 'lost' }],
  ])('refuses %s %j', async (path, body) => {
    const answer = await call('POST', path, body);
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'https://real-deal.dev/problems/validation-failed', errors: [expect.anything()] },
    });
  });

  it('refuses what is not JSON', async () => {
    const response = await fetch(`${desk.url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await response.json()).toMatchObject({
      status: 400,
      type: 'https://real-deal.dev/problems/malformed-json',
    });
  });
});

describe('the pages', () => {
  const root = testFolder();
  const get = (url: string, path: string) =>
    new Promise<{ status: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
      // fetch would tidy the path up before it sends it.
      const request = httpRequest(url, { path }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode, type: response.headers['content-type'], text });
      });
      request.on('error', reject).end();
    });

  it('are served from their folder, and nothing outside it', async () => {
    const folder = join(root, 'web');
    mkdirSync(folder);
    writeFileSync(join(root, 'secret.json'), '"secret"');
    writeFileSync(join(folder, 'index.html'), '<p>home');
    writeFileSync(join(folder, 'app.js'), 'run()');
    writeFileSync(join(folder, '.hidden.js'), 'secret');
    log.setLogLevel('SILENT');
    const server = await openServer(0);
    server.answerWith([pages(folder)]);
    expect(await get(server.url, '/')).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
      text: '<p>home',
    });
    expect(await get(server.url, '/app.js?v=1')).toMatchObject({ type: 'text/javascript; charset=utf-8' });
    for (const path of [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/.hidden.js',
      '/%zz',
      '/x%00.js',
    ])
      expect((await get(server.url, path)).status).toBe(404);
    await server.stop();
  });

  it('hold the reference of the API, without a request to elsewhere', async () => {
    const docs = await get(desk.url, '/docs');
    expect(docs.text).toContain('spec-url="/openapi.json"');
    expect(docs.text).not.toMatch(/https?:\/\//);
    const script = await get(desk.url, '/docs/rapidoc-min.js');
    expect([script.status, script.type]).toEqual([200, 'text/javascript; charset=utf-8']);
  });
});
