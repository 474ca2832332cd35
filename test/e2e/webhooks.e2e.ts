import { Webhook } from 'standardwebhooks';
import { openReceiver, type Received, type Receiver } from '../support/receiver.ts';
import { buy, use } from './support/business.ts';
import { type Caller, expectProblem, machine, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { eventually, pass } from './support/time.ts';

let account: string;
let owner: Caller;
let receiver: Receiver;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const path = (more = '') => `/v1/accounts/${account}/webhook-endpoints${more}`;

async function subscribe(...events: string[]): Promise<{ endpointId: string; secret: string }> {
  const { status, body } = await owner.call(`POST ${path()}`, { url: `${receiver.url}/hooks`, events });
  expect(status).toBe(201);
  return body;
}

/** What came, with its signature checked. */
const opened = ({ body, headers }: Received, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;

/** The events that came so far, by type. */
const heard = (secret: string) => receiver.received.map((each) => opened(each, secret));
const typesHeard = (secret: string) => [...new Set(heard(secret).map(({ type }) => type))].sort();
/** Waits, with room for a schedule that runs every minute. */
const isSubscribed = (count: number, seconds = 30) =>
  eventually(async () => expect(receiver.received.length).toBeGreaterThanOrEqual(count), seconds);

interface Delivered {
  readonly state: string;
  readonly attempts: number;
}

describe('webhooks', () => {
  promise('a test event arrives signed', async () => {
    const { endpointId, secret } = await subscribe('quota.warning');
    const { status, body } = await owner.call(`POST ${path(`/${endpointId}/test`)}`);
    expect({ status, body }).toMatchObject({ status: 202, body: { state: 'delivered', attempts: 1 } });
    expect(heard(secret)).toMatchObject([{ specversion: '1.0', subject: account, test: true }]);
  });

  promise('what happens to the table arrives by stream, relay, bus and queue', async () => {
    const { endpointId, secret } = await subscribe(
      'quota.warning',
      'quota.exceeded',
      'account.state-changed',
    );
    const meters = await machine();
    await use(meters, account, 2_880, 'transcoding');
    await eventually(async () => expect(typesHeard(secret)).toContain('quota.warning'));
    await use(meters, account, 720, 'transcoding');
    await eventually(async () =>
      expect(typesHeard(secret)).toEqual(['account.state-changed', 'quota.exceeded', 'quota.warning']),
    );
    const warning = heard(secret).find(({ type }) => type === 'quota.warning');
    expect(warning).toMatchObject({ subject: account, data: { meter: 'transcoding' } });
    await eventually(async () => {
      const { body } = await owner.call(`GET ${path(`/${endpointId}/deliveries`)}`);
      expect(body.items.map(({ state, attempts }: Delivered) => `${state} ${attempts}`)).toEqual(
        body.items.map(() => 'delivered 1'),
      );
    });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  promise('a purchase is published to its subscribers', async () => {
    const { secret } = await subscribe('pack.activated', 'charge.succeeded', 'charge.failed');
    const { body } = await buy(owner, account, 'cap_10');
    await eventually(async () => expect(typesHeard(secret)).toEqual(['charge.succeeded', 'pack.activated']));
    const charged = heard(secret).find(({ type }) => type === 'charge.succeeded');
    expect(JSON.stringify(charged)).toContain(body.charge.chargeId);
    await buy(owner, account, 'cap_10', 'sandbox_declined');
    await eventually(async () => expect(typesHeard(secret)).toContain('charge.failed'));
  });

  promise(
    'a delivery that failed is made again by the schedule',
    async () => {
      const { endpointId, secret } = await subscribe('charge.succeeded');
      receiver.answer = 503;
      await buy(owner, account, 'cap_10');
      await isSubscribed(1);
      receiver.answer = 200;
      await pass(6);
      await isSubscribed(2, 100);
      const [first, second] = receiver.received;
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
      expect(heard(secret)[1]).toEqual(heard(secret)[0]);
      await eventually(async () => {
        const { body } = await owner.call(`GET ${path(`/${endpointId}/deliveries`)}`);
        expect(body.items).toMatchObject([{ state: 'delivered', attempts: 2 }]);
      });
    },
    150,
  );

  promise('a paused endpoint gets nothing, and a replay arrives later under the same name', async () => {
    const { endpointId } = await subscribe('charge.succeeded');
    const { body } = await owner.call(`POST ${path(`/${endpointId}/test`)}`);
    expect((await owner.call(`PATCH ${path(`/${endpointId}`)}`, { state: 'paused' })).status).toBe(200);
    await buy(owner, account, 'cap_10');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(receiver.received).toHaveLength(1);
    await owner.call(`PATCH ${path(`/${endpointId}`)}`, { state: 'active' });
    const replay = await owner.call(`POST ${path(`/${endpointId}/deliveries/${body.deliveryId}/replay`)}`);
    expect(replay).toMatchObject({ status: 202, body: { state: 'delivered', attempts: 2 } });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([body.eventId, body.eventId]);
  });

  promise('an endpoint within a private network is refused', async () => {
    for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/', 'http://example.com/'])
      expectProblem(
        await owner.call(`POST ${path()}`, { url, events: ['quota.warning'] }),
        400,
        'validation-failed',
        ['/url'],
      );
  });
});
