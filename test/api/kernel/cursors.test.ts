import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';

const account = someone('company');

/** Every list of the API. A list that is not here fails, and so does an entry that is no list any more. */
const lists = [
  '/v1/accounts/{account}/adjustments',
  '/v1/accounts/{account}/charges',
  '/v1/accounts/{account}/earnings',
  '/v1/accounts/{account}/members',
  '/v1/accounts/{account}/notifications',
  '/v1/accounts/{account}/payouts',
  '/v1/accounts/{account}/purchases',
  '/v1/accounts/{account}/snapshots',
  '/v1/accounts/{account}/submissions',
  '/v1/accounts/{account}/theme-purchases',
  '/v1/accounts/{account}/themes',
  '/v1/accounts/{account}/uploads',
  '/v1/accounts/{account}/webhook-endpoints',
  '/v1/accounts/{account}/webhook-endpoints/{endpointId}/deliveries',
  '/v1/admin/audit',
  '/v1/admin/outstanding',
  '/v1/admin/themes',
  '/v1/themes',
  '/v1/webhook-endpoints',
  '/v1/webhook-endpoints/{endpointId}/deliveries',
];

let desk: TestStack;
let admin: Client;
const endpoints = new Map<string, string>();

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  for (const path of [`/v1/accounts/${account}/webhook-endpoints`, '/v1/webhook-endpoints']) {
    const { status, body } = await admin.call(`POST ${path}`, {
      url: 'https://hooks.example.org/',
      events: ['quota.warning'],
    });
    expect(status).toBe(201);
    endpoints.set(path, body.endpointId);
  }
});
afterAll(() => desk.stop());

const pathOf = (list: string): string =>
  list
    .replace('{account}', account)
    .replace('{endpointId}', () => endpoints.get(pathOf(list.split('/{endpointId}')[0] ?? '')) ?? '');

const encoded = (text: string) => Buffer.from(text).toString('base64url');

/** ConcurrencyLimits that no list answered, the keys of other items among them. */
const tampered = [
  'x',
  '%00',
  '====',
  encoded(''),
  encoded('A#user_001'),
  encoded('BAL#ACCOUNT'),
  encoded('CONTACT'),
  encoded('IDEM#0'),
  encoded('ZZZ'),
  encoded('{"pk":"A#user_001","sk":"CHG#"}'),
  encoded('PLATFORM\u0000AUD#'),
  encoded('\u{10ffff}'),
  encoded('~'),
  `${encoded('A')}A`,
  'A'.repeat(4_000),
];

describe('the cursors of lists', () => {
  it('are known for every list', async () => {
    const { body } = await admin.call('GET /openapi.json');
    const described = Object.entries(
      body.paths as Record<string, { get?: { parameters?: { name: string }[] } }>,
    )
      .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'))
      .map(([path]) => path);
    expect(described.sort()).toEqual(lists);
  });

  it.each(lists)('are refused by %s when they were tampered with', async (list) => {
    expect((await admin.call(`GET ${pathOf(list)}`)).status).toBe(200);
    for (const cursor of tampered)
      expectProblem(await admin.call(`GET ${pathOf(list)}?cursor=${cursor}`), 400, 'validation-failed', [
        'cursor',
      ]);
  });

  it.each(lists)('of other lists are refused by %s', async (list) => {
    const keys = [
      'CHG#chg_0',
      'PACK#pur_0',
      'SALE#pur_0',
      'UPL#upl_0',
      'MEMBER#user_0',
      'HOOK#ep_0',
      'DLV#ep_0#dlv_0',
    ];
    const answers = await Promise.all(
      keys.map((key) => admin.call(`GET ${pathOf(list)}?cursor=${encoded(key)}`)),
    );
    // Of one list at most each is.
    expect(answers.filter(({ status }) => status !== 400).length).toBeLessThanOrEqual(1);
  });
});
