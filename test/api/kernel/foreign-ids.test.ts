import { randomUUID } from 'node:crypto';
import { routes } from '../../../functions/api/routes.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { buyTheme, fixed, publish } from '../../support/themes.ts';

const account = someone();
const stranger = someone();

let desk: TestStack;
let receiver: Receiver;
let owner: Client;
let other: Client;
let ids: Readonly<Record<string, string>>;

const keyed = () => ({ 'idempotency-key': randomUUID() });

/** One of everything that an account can own and that has an id. */
beforeAll(async () => {
  desk = await openStack();
  receiver = await openReceiver();
  owner = await desk.as({ sub: account });
  other = await desk.as({ sub: stranger });
  const own = async (path: string, body: unknown) => {
    const made = await owner.call(`POST /v1/accounts/${account}${path}`, body, keyed());
    expect([201, 202]).toContain(made.status);
    return made.body;
  };
  const { reservationId } = await own('/reservations', { meter: 'transcoding', amount: 60 });
  const { uploadId } = await own('/uploads', { fileName: 'a', bytes: 9, contentType: 'text/plain' });
  const { jobId } = await own('/job-slots', { jobId: 'job_1' });
  const { endpointId } = await own('/webhook-endpoints', { url: receiver.url, events: ['quota.warning'] });
  const { deliveryId } = await own(`/webhook-endpoints/${endpointId}/test`, {});
  const pack = await own('/purchases', { packType: 'cap_10', paymentMethod: 'sandbox_ok' });
  const theme = await publish(desk, { price: fixed(1_900) });
  const sale = await buyTheme(owner, theme);
  await desk.drain();
  ids = {
    id: reservationId,
    uploadId,
    jobId,
    endpointId,
    deliveryId,
    purchaseId: pack.purchaseId,
    salePurchaseId: sale.body.purchaseId,
    chargeId: pack.charge.chargeId,
    themeId: theme.themeId,
  };
});
afterAll(async () => {
  await desk.stop();
  await receiver.close();
});

/** What a stranger is answered who names such an id under an account of its own, and with what it asks. */
type Expected = readonly [status: number, body?: unknown];

const foreign: Readonly<Record<string, Expected>> = {
  'POST /v1/accounts/{account}/reservations/{id}/settlement': [404, { amount: 1 }],
  'DELETE /v1/accounts/{account}/reservations/{id}': [404],
  'GET /v1/accounts/{account}/uploads/{uploadId}': [404],
  'DELETE /v1/accounts/{account}/uploads/{uploadId}': [404],
  'PUT /v1/accounts/{account}/job-slots/{jobId}/lease': [404, { leaseSeconds: 60 }],
  // There is no such slot of the stranger's: it is free already.
  'DELETE /v1/accounts/{account}/job-slots/{jobId}': [204],
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}': [404],
  'PATCH /v1/accounts/{account}/webhook-endpoints/{endpointId}': [404, { state: 'paused' }],
  // Nor such an endpoint.
  'DELETE /v1/accounts/{account}/webhook-endpoints/{endpointId}': [204],
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/secret-rotations': [404],
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/test': [404, {}],
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries': [404],
  'GET /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': [404],
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/replay': [404],
  'POST /v1/accounts/{account}/webhook-endpoints/{endpointId}/replays': [
    404,
    { since: '2026-01-01T00:00:00Z' },
  ],
  'GET /v1/accounts/{account}/purchases/{purchaseId}': [404],
  'POST /v1/accounts/{account}/purchases/{purchaseId}/renewals': [404, { paymentMethod: 'sandbox_ok' }],
  'GET /v1/accounts/{account}/charges/{chargeId}': [404],
  'GET /v1/accounts/{account}/charges/{chargeId}/payments': [404],
  'POST /v1/accounts/{account}/charges/{chargeId}/payments': [404, { paymentMethod: 'sandbox_ok' }],
  'GET /v1/accounts/{account}/theme-purchases/{purchaseId}': [404],
  // Themes are everybody's to see; the stranger did not buy this one.
  'PUT /v1/accounts/{account}/themes/{themeId}/rating': [409, { stars: 5 }],
};

/** Routes whose further parameters name nothing that an account owns. */
const ownNothing = [
  // Events are looked up by what their producer calls them.
  'GET /v1/accounts/{account}/usage-events/{source}/{id}',
  'GET /v1/accounts/{account}/overage-confirmations/{meter}',
  'DELETE /v1/accounts/{account}/overage-confirmations/{meter}',
  // Users are members of many companies; test/api/accounts/members.test.ts looks at them.
  'PUT /v1/accounts/{account}/members/{user}',
  'DELETE /v1/accounts/{account}/members/{user}',
];

const call = (client: Client, route: string, whose: string, body: unknown) => {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'account') return whose;
    if (name === 'purchaseId' && route.includes('theme-purchases')) return ids.salePurchaseId ?? '';
    return ids[name] ?? '';
  });
  return client.call(path, body, keyed());
};

/** All that the owner sees of what it owns. */
async function seen() {
  const paths = [
    ...['uploads', 'job-slots', 'webhook-endpoints', 'purchases', 'charges', 'theme-purchases'],
    `webhook-endpoints/${ids.endpointId}/deliveries`,
  ];
  const answers = await Promise.all(paths.map((path) => owner.call(`GET /v1/accounts/${account}/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  return answers.map(({ body }) => body);
}

describe('ids of another account', () => {
  it('are tried on every route that takes one under an account', () => {
    const withIds = Object.keys(routes).filter((route) => /\{account\}.*\{/.test(route));
    expect([...Object.keys(foreign), ...ownNothing].sort()).toEqual(withIds.sort());
  });

  it.each(Object.entries(foreign))('name nothing under one’s own path: %s', async (route, [status, body]) => {
    const before = await seen();
    const answer = await call(other, route, stranger, body);
    if (status === 404) expectProblem(answer, 404, 'not-found');
    else expect(answer.status).toBe(status);
    expect(await seen()).toEqual(before);
  });

  it('are refused under the path of their account', async () => {
    for (const [route, [, body]] of Object.entries(foreign))
      expectProblem(await call(other, route, account, body), 403, 'forbidden');
  });
});

describe('a theme of another creator', () => {
  it('that was never on sale is there for its creator, administrators and readers alone', async () => {
    const { themeId } = await publish(desk, { price: fixed(1_900), creator: account, isApproved: false });
    const reader = await desk.as({ sub: 'reader', scope: 'read.all' });
    const admin = await desk.as({ sub: someone(), groups: ['admin'] });
    for (const route of [`GET /v1/themes/${themeId}`, `GET /v1/themes/${themeId}/validation`]) {
      for (const client of [owner, reader, admin]) expect((await client.call(route)).status).toBe(200);
      expectProblem(await other.call(route), 404, 'theme-unknown');
    }
    expectProblem(
      await other.call(`PATCH /v1/themes/${themeId}`, { description: 'Mine.' }),
      404,
      'theme-unknown',
    );
    expectProblem(
      await other.call(`POST /v1/themes/${themeId}/versions`, undefined, keyed()),
      404,
      'theme-unknown',
    );
    expectProblem(
      await reader.call(`PATCH /v1/themes/${themeId}`, { description: 'Mine.' }),
      404,
      'theme-unknown',
    );
  });

  it('that is on sale is changed by its creator alone', async () => {
    const { themeId } = await publish(desk, { price: fixed(1_900), creator: account });
    expectProblem(
      await other.call(`PATCH /v1/themes/${themeId}`, { description: 'Mine.' }),
      403,
      'forbidden',
    );
    expectProblem(
      await other.call(`POST /v1/themes/${themeId}/versions`, undefined, keyed()),
      403,
      'forbidden',
    );
    expect((await owner.call(`PATCH /v1/themes/${themeId}`, { description: 'Ours.' })).status).toBe(200);
  });

  it('is submitted and bought for accounts that one may act for alone', async () => {
    const { themeId } = await publish(desk, { price: fixed(1_900) });
    const order = { account, paymentMethod: 'sandbox_ok' };
    expectProblem(await other.call(`POST /v1/themes/${themeId}/purchases`, order, keyed()), 403, 'forbidden');
    const theme = { account, name: 'Plain', description: 'Calm.', tags: ['calm'], price: { mode: 'free' } };
    expectProblem(await other.call('POST /v1/themes', theme, keyed()), 403, 'forbidden');
  });
});
