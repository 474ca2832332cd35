import { Webhook } from 'standardwebhooks';
import { eventTypes } from '../../../functions/domain/events.ts';
import { plus } from '../../../functions/domain/time.ts';
import { inTurn } from '../../support/in-turn.ts';
import { type Answered, type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { MIDMONTH, machineOf, moveTo } from '../../support/service.ts';
import { notification, tell } from '../../support/uploads.ts';

interface Part {
  readonly items: readonly { readonly deliveryId: string }[];
  readonly nextCursor: string | null;
}

let desk: TestStack;
let receiver: Receiver;
let account: string;
let owner: Client;

beforeAll(async () => {
  process.env.ALLOW_LOOPBACK_WEBHOOKS = 'true';
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const EXAMPLE = { url: 'https://example.com/hooks', events: ['quota.warning'] };
const path = (more = '') => `/v1/accounts/${account}/webhook-endpoints${more}`;
const add = (parts: object = {}, headers = {}) =>
  owner.call(`POST ${path()}`, { ...EXAMPLE, ...parts }, headers);
const own = async (parts: object = {}): Promise<string> =>
  (await add({ url: receiver.url, ...parts })).body.endpointId;

const noon = expect.stringMatching(/^2027-03-15T12:10:\d\d\.\d{3}Z$/);
const aSecret = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/);

describe('a webhook endpoint', () => {
  it('is added with a secret that is shown once', async () => {
    const { status, body } = await add();
    const { secret, ...shown } = body;
    expect({ status, shown, secret }).toEqual({
      status: 201,
      secret: aSecret,
      shown: {
        endpointId: expect.stringMatching(/^ep_\w+$/),
        ...EXAMPLE,
        state: 'active',
        createdAt: noon,
        disabled: null,
        givenUp: 0,
        circuit: { state: 'closed', timeouts: 0, openUntil: null },
      },
    });
    expect((await owner.call(`GET ${path(`/${shown.endpointId}`)}`)).body).toEqual(shown);
    expect((await owner.call(`GET ${path()}`)).body).toEqual({ items: [shown], nextCursor: null });
    const changed = await owner.call(`PATCH ${path(`/${shown.endpointId}`)}`, { state: 'paused' });
    expect(changed).toMatchObject({ status: 200, body: { ...shown, state: 'paused' } });
    expect(changed.body).not.toHaveProperty('secret');
    expect((await add()).body.secret).not.toBe(secret);
  });

  it('is added once for each Idempotency-Key, with the same answer but for the secret', async () => {
    const key = { 'idempotency-key': 'k' };
    const first = await add({}, key);
    const again = await add({}, key);
    const { secret, ...shown } = first.body;
    expect(secret).toEqual(aSecret);
    expect(again).toMatchObject({ status: 201, body: shown });
    expect(again.body).not.toHaveProperty('secret');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await owner.call(`GET ${path()}`)).body.items).toHaveLength(1);
  });

  it.each([
    'https://example.com/\u0000',
    ' https://example.com/',
    'http://example.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/',
    'https://0xa000001/',
    'https://user:secret@example.com/',
    'nonsense',
  ])('is not added at %s', async (url) => {
    expectProblem(await add({ url }), 400, 'validation-failed', ['/url']);
    const endpointId = (await add()).body.endpointId;
    expectProblem(await owner.call(`PATCH ${path(`/${endpointId}`)}`, { url }), 400, 'validation-failed', [
      '/url',
    ]);
  });

  it('subscribes to events that there are, once each', async () => {
    expect((await add({ events: eventTypes })).status).toBe(201);
    expectProblem(await add({ events: [] }), 400, 'validation-failed', ['/events']);
    expectProblem(await add({ events: ['moon.full'] }), 400, 'validation-failed', ['/events/0']);
    const twice = ['theme.sold', 'theme.sold'];
    expectProblem(await add({ events: twice }), 400, 'validation-failed', ['/events']);
    expectProblem(await add({ secret: 'mine' }), 400, 'validation-failed', ['/secret']);
  });

  it('is one of ten at most', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => add()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.find(({ status }) => status !== 201);
    if (refused) expectProblem(refused, 409, 'conflict');
    const [first] = (await owner.call(`GET ${path()}`)).body.items;
    expect((await owner.call(`DELETE ${path(`/${first.endpointId}`)}`)).status).toBe(204);
    expect((await owner.call(`DELETE ${path(`/${first.endpointId}`)}`)).status).toBe(204);
    expectProblem(await owner.call(`GET ${path(`/${first.endpointId}`)}`), 404, 'not-found');
    expect((await add()).status).toBe(201);
  });

  it('is changed as a whole or not at all', async () => {
    const endpointId = await own();
    const change = (body: unknown) => owner.call(`PATCH ${path(`/${endpointId}`)}`, body);
    const changes = { url: 'https://example.com/other', events: ['theme.sold'], state: 'paused' };
    expect(await change(changes)).toMatchObject({ status: 200, body: changes });
    expectProblem(await change({}), 400, 'validation-failed', ['']);
    expectProblem(await change({ state: 'disabled' }), 400, 'validation-failed', ['/state']);
    expectProblem(await change({ state: 'active', secret: 'whsec_' }), 400, 'validation-failed', ['/secret']);
    expectProblem(
      await owner.call(`PATCH ${path('/ep_00000000000000000000000000000000')}`, { state: 'active' }),
      404,
      'not-found',
    );
  });

  it('is its owner’s', async () => {
    const endpointId = await own();
    const stranger = await desk.as({ sub: someone() });
    const machine = await machineOf(desk);
    for (const route of [
      `GET ${path()}`,
      `GET ${path(`/${endpointId}`)}`,
      `GET ${path(`/${endpointId}/deliveries`)}`,
    ]) {
      expectProblem(await stranger.call(route), 403, 'forbidden');
      expect((await machine.call(route)).status).toBe(200);
    }
    for (const client of [stranger, machine]) {
      expectProblem(await client.call(`POST ${path()}`, EXAMPLE), 403, 'forbidden');
      expectProblem(await client.call(`DELETE ${path(`/${endpointId}`)}`), 403, 'forbidden');
      expectProblem(await client.call(`POST ${path(`/${endpointId}/test`)}`), 403, 'forbidden');
    }
  });
});

describe('a secret', () => {
  it('is rotated: the new one is shown once, and both sign', async () => {
    const { endpointId, secret } = (await add({ url: receiver.url })).body;
    const key = { 'idempotency-key': 'r' };
    const rotate = (headers = {}) =>
      owner.call(`POST ${path(`/${endpointId}/secret-rotations`)}`, undefined, headers);
    const first = await rotate(key);
    expect(first).toMatchObject({
      status: 201,
      body: {
        secret: aSecret,
        previousSecretExpiresAt: expect.stringMatching(/^2027-03-16T12:10:/),
      },
    });
    const again = await rotate(key);
    expect(again).toMatchObject({
      status: 201,
      body: { previousSecretExpiresAt: first.body.previousSecretExpiresAt },
    });
    expect(again.body).not.toHaveProperty('secret');
    await owner.call(`POST ${path(`/${endpointId}/test`)}`);
    const [got] = receiver.received;
    for (const each of [secret, first.body.secret])
      new Webhook(each).verify(got?.body ?? '', got?.headers as Record<string, string>);
    const shown = JSON.stringify((await owner.call(`GET ${path(`/${endpointId}`)}`)).body);
    expect(shown).not.toContain('whsec_');
    expectProblem(
      await owner.call(`POST ${path('/ep_00000000000000000000000000000000/secret-rotations')}`),
      404,
      'not-found',
    );
  });
});

describe('a test event', () => {
  it('is delivered at once, signed, and says how it went', async () => {
    const { endpointId, secret } = (await add({ url: receiver.url })).body;
    const { status, body } = await owner.call(`POST ${path(`/${endpointId}/test`)}`);
    const [got] = receiver.received;
    const event = new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>);
    expect(event).toMatchObject({
      type: 'quota.warning',
      subject: account,
      test: true,
      data: { meter: 'storage', state: 'warning', percent: 80 },
    });
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        deliveryId: expect.stringMatching(/^dlv_\w+$/),
        eventId: got?.headers['webhook-id'],
        eventType: 'quota.warning',
        state: 'delivered',
        createdAt: noon,
        attempts: 1,
        nextAttemptAt: null,
        lastAttempt: {
          at: noon,
          status: 200,
          milliseconds: expect.any(Number),
          reason: null,
          response: 'thanks',
        },
        expiresAt: expect.stringMatching(/^2027-04-14T12:10:/),
      },
    });
  });

  it.each(eventTypes)('of %s is sent when that is asked for', async (type) => {
    const { body } = await owner.call(`POST ${path(`/${await own()}/test`)}`, { type });
    expect(body).toMatchObject({ eventType: type, state: 'delivered' });
    const event = JSON.parse(receiver.received[0]?.body ?? '');
    expect(event).toMatchObject({ specversion: '1.0', type, subject: account, test: true });
    expect(Object.keys(event.data).length).toBeGreaterThan(0);
  });

  it('is of a type that there is', async () => {
    const send = async (body: unknown) => owner.call(`POST ${path(`/${await own()}/test`)}`, body);
    expectProblem(await send({ type: 'moon.full' }), 400, 'validation-failed', ['/type']);
    expectProblem(await send({ kind: 'x' }), 400, 'validation-failed', ['/kind']);
    expect((await send({})).status).toBe(202);
  });

  it.each([
    ['60', 60],
    ['3', 5],
    ['999999999', 86_400],
    ['soon', 5],
  ])(
    'that is answered with Retry-After: %s comes again no earlier, a day later at most',
    async (header, wait) => {
      receiver.answer = (response) => response.writeHead(429, { 'retry-after': header }).end();
      const { body } = await owner.call(`POST ${path(`/${await own()}/test`)}`);
      expect((Date.parse(body.nextAttemptAt) - Date.parse(body.lastAttempt.at)) / 1_000).toBe(wait);
    },
  );

  it('says why it did not arrive', async () => {
    receiver.answer = 500;
    const { body } = await owner.call(`POST ${path(`/${await own()}/test`)}`);
    expect(body).toMatchObject({
      state: 'pending',
      nextAttemptAt: noon,
      lastAttempt: { status: 500, reason: 'The endpoint answered 500.', response: 'thanks' },
    });
  });

  it('needs an endpoint', async () => {
    expectProblem(
      await owner.call(`POST ${path('/ep_00000000000000000000000000000000/test')}`),
      404,
      'not-found',
    );
  });
});

describe('the deliveries of an endpoint', () => {
  it('are listed newest first, in parts', async () => {
    const endpointId = await own();
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const sent = await inTurn(() => owner.call(`POST ${path(`/${endpointId}/test`)}`));
      made.unshift(sent.body.deliveryId);
      desk.clock.advance(1);
    }
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = `?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body }: Answered<Part> = await owner.call(`GET ${path(`/${endpointId}/deliveries${query}`)}`);
      seen.push(...body.items.map(({ deliveryId }) => deliveryId));
      sizes.push(body.items.length);
      cursor = body.nextCursor;
    }
    expect({ seen, sizes }).toEqual({ seen: made, sizes: [2, 2, 1] });
    expect((await owner.call(`GET ${path(`/${endpointId}/deliveries`)}`)).body.items).toHaveLength(5);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('HOOK#ep_1').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('DLV#ep_2#dlv_1').toString('base64url')}`, 'cursor'],
    ['from=1', 'from'],
  ])('are not listed by %s', async (query, where) => {
    const answer = await owner.call(`GET ${path(`/${await own()}/deliveries?${query}`)}`);
    expectProblem(answer, 400, 'validation-failed', [where]);
  });

  it('are replayed with the same webhook-id', async () => {
    receiver.answer = 500;
    const endpointId = await own();
    const { deliveryId, eventId } = (await owner.call(`POST ${path(`/${endpointId}/test`)}`)).body;
    receiver.answer = 200;
    const replay = `POST ${path(`/${endpointId}/deliveries/${deliveryId}/replay`)}`;
    expect(await inTurn(() => owner.call(replay))).toMatchObject({
      status: 202,
      body: { deliveryId, eventId, state: 'delivered', attempts: 2, nextAttemptAt: null },
    });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
    const unknown = deliveryId.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    expectProblem(await owner.call(replay.replace(deliveryId, unknown)), 404, 'not-found');
  });
});

describe('a delivery', () => {
  it('shows what was sent, without its signature, and what was answered, 4 KB at most', async () => {
    receiver.answer = (response) => response.writeHead(500).end('é'.repeat(4_000));
    const { endpointId } = (await add({ url: receiver.url })).body;
    const { deliveryId } = (await owner.call(`POST ${path(`/${endpointId}/test`)}`)).body;
    const { status, body } = await owner.call(`GET ${path(`/${endpointId}/deliveries/${deliveryId}`)}`);
    const [got] = receiver.received;
    expect(status).toBe(200);
    expect(body.request).toEqual({
      url: receiver.url,
      headers: {
        'content-type': 'application/cloudevents+json',
        'user-agent': got?.headers['user-agent'],
        'webhook-id': got?.headers['webhook-id'],
        'webhook-timestamp': got?.headers['webhook-timestamp'],
      },
      body: got?.body,
    });
    expect(body.lastAttempt).toMatchObject({ status: 500, response: 'é'.repeat(2_048) });
    const unknown = deliveryId.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    expectProblem(await owner.call(`GET ${path(`/${endpointId}/deliveries/${unknown}`)}`), 404, 'not-found');
  });

  it('is stored while its endpoint is paused, and replayed on request', async () => {
    const endpointId = await own();
    const setState = (state: string) => owner.call(`PATCH ${path(`/${endpointId}`)}`, { state });
    await setState('paused');
    const replays = (body: unknown) => owner.call(`POST ${path(`/${endpointId}/replays`)}`, body);
    expectProblem(await replays({ since: '2027-03-15T00:00:00Z' }), 409, 'conflict');
    expectProblem(await replays({}), 400, 'validation-failed', ['/since']);
    const storage = { fileName: 'a', bytes: 1_700_000_000, contentType: 'text/plain' };
    const form = (await owner.call(`POST /v1/accounts/${account}/uploads`, storage)).body;
    await tell(
      desk,
      notification('ObjectCreated:Post', { key: form.key, size: 1_700_000_000, sequencer: '01' }),
    );
    const list = async () => (await owner.call(`GET ${path(`/${endpointId}/deliveries`)}`)).body.items;
    expect(await list()).toMatchObject([{ eventType: 'quota.warning', state: 'paused', attempts: 0 }]);
    expect(receiver.received).toEqual([]);
    await setState('active');
    expect(await replays({ since: '2027-03-15T00:00:00Z' })).toMatchObject({
      status: 202,
      body: { replayed: 1, next: null },
    });
    await desk.moveClock(plus(desk.clock.now(), 60_000));
    await desk.drain();
    expect(await list()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a machine client with webhooks.write', () => {
  it('manages the endpoints of any account', async () => {
    const machine = await desk.as({ sub: 'integration', scope: 'webhooks.write' });
    const made = await machine.call(`POST ${path()}`, { ...EXAMPLE, url: receiver.url });
    expect(made.status).toBe(201);
    const { endpointId } = made.body;
    expect((await machine.call(`POST ${path(`/${endpointId}/test`)}`)).status).toBe(202);
    expect((await machine.call(`GET ${path(`/${endpointId}/deliveries`)}`)).body.items).toHaveLength(1);
    expect((await machine.call(`DELETE ${path(`/${endpointId}`)}`)).status).toBe(204);
  });
});
