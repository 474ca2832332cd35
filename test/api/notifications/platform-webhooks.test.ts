import { Webhook } from 'standardwebhooks';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';
import { notification, tell } from '../../support/uploads.ts';

let desk: TestStack;
let admin: Client;
let receiver: Receiver;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  receiver = await openReceiver();
});
afterEach(async () => {
  const { body } = await admin.call('GET /v1/webhook-endpoints');
  for (const { endpointId } of body.items) await admin.call(`DELETE /v1/webhook-endpoints/${endpointId}`);
  await receiver.close();
});

const add = (client: Client, url = receiver.url) =>
  client.call('POST /v1/webhook-endpoints', { url, events: ['quota.warning'] });

/** News of a file that is so large that its account is warned. */
const notificationOf = (account: string) =>
  notification('ObjectCreated:Post', {
    key: `uploads/${account}/u/f`,
    size: 1_700_000_000,
    sequencer: '01',
  });
const warn = (account: string) => tell(desk, notificationOf(account));

describe('a webhook endpoint of the platform', () => {
  it('gets the events of every account, signed with its own secret', async () => {
    const { body } = await add(admin);
    const accounts = [someone(), someone('company')];
    for (const account of accounts) await warn(account);
    expect(receiver.received).toHaveLength(2);
    const events = receiver.received.map(({ body: sent, headers }) =>
      new Webhook(body.secret).verify(sent, headers as Record<string, string>),
    );
    expect(events).toEqual(
      expect.arrayContaining(
        accounts.map((subject) => expect.objectContaining({ type: 'quota.warning', subject })),
      ),
    );
    const deliveries = await admin.call(`GET /v1/webhook-endpoints/${body.endpointId}/deliveries`);
    expect(deliveries.body.items).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('is managed by administrators and machine clients with the scope only', async () => {
    const machine = await desk.as({ sub: 'integration', scope: 'webhooks.write' });
    const reader = await desk.as({ sub: 'report', scope: 'read.all' });
    const user = await desk.as({ sub: someone() });
    const { status, body } = await add(machine);
    expect(status).toBe(201);
    const path = `/v1/webhook-endpoints/${body.endpointId}`;
    expect((await machine.call(`POST ${path}/test`)).body).toMatchObject({ state: 'delivered' });
    expect((await reader.call(`GET ${path}`)).status).toBe(200);
    for (const route of [`GET ${path}`, `DELETE ${path}`, `POST ${path}/secret-rotations`])
      expectProblem(await user.call(route), 403, 'forbidden');
    expectProblem(await reader.call(`DELETE ${path}`), 403, 'forbidden');
    const account = someone();
    const owner = await desk.as({ sub: account });
    expectProblem(
      await owner.call(`GET /v1/accounts/${account}/webhook-endpoints/${body.endpointId}`),
      404,
      'not-found',
    );
  });

  it('that fails is retried, and so is what it missed while it was paused', async () => {
    receiver.answer = 500;
    const { endpointId } = (await add(admin)).body;
    const path = `/v1/webhook-endpoints/${endpointId}`;
    await warn(someone());
    receiver.answer = 200;
    desk.clock.advance(60);
    await desk.drain();
    await admin.call(`PATCH ${path}`, { state: 'paused' });
    await warn(someone());
    expect(receiver.received).toHaveLength(2);
    await admin.call(`PATCH ${path}`, { state: 'active' });
    const { body } = await admin.call(`POST ${path}/replays`, { since: '2027-03-15T00:00:00Z' });
    expect(body).toEqual({ replayed: 1, next: null });
    desk.clock.advance(60);
    await desk.drain();
    expect(receiver.received).toHaveLength(3);
    const { items } = (await admin.call(`GET ${path}/deliveries`)).body;
    expect(items).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
  });

  it('that never answers delays no delivery to an account', async () => {
    receiver.answer = () => {};
    await add(admin);
    const account = someone();
    const owner = await desk.as({ sub: account });
    const own = await openReceiver();
    await owner.call(`POST /v1/accounts/${account}/webhook-endpoints`, {
      url: own.url,
      events: ['quota.warning'],
    });
    // Enough to occupy every message that the platform's worker takes at a time.
    const accounts = [...Array.from({ length: 12 }, () => someone()), account];
    const started = performance.now();
    const Records = accounts.flatMap((each) => notificationOf(each).Records);
    const sent = await fetch(`${desk.url}/dev/s3-events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Records }),
    });
    expect(sent.status).toBe(202);
    while (own.received.length === 0 && performance.now() - started < 60_000)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(own.received).toHaveLength(1);
    // The receiver has not let go of one of the platform's: what came in between did not wait for it.
    expect(receiver.received.length).toBeGreaterThan(0);
    const { body } = await admin.call('GET /v1/webhook-endpoints');
    const deliveries = await admin.call(`GET /v1/webhook-endpoints/${body.items[0].endpointId}/deliveries`);
    const delivered = deliveries.body.items.filter(({ state }: { state: string }) => state === 'delivered');
    expect(delivered).toEqual([]);
    await own.close();
    receiver.answer = 200;
  });
});
