import { openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { problemType } from '../../support/service.ts';

let desk: TestStack;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());

it('a caller above a thousand calls a second is asked to wait, and no other caller', async () => {
  const { countCall } = await import('../../../functions/api/kernel/rate-limit.ts');
  const [busy, calm] = [someone(), someone()];
  const busyOwner = await desk.as({ sub: busy });
  const calmOwner = await desk.as({ sub: calm });
  await calmOwner.call(`GET /v1/accounts/${calm}/quotas`);
  for (let call = 0; call < 1_000; call += 1) countCall(busy);

  const { status, headers, body } = await busyOwner.call(`GET /v1/accounts/${busy}/quotas`);
  expect(status).toBe(429);
  expect(body).toEqual({
    type: problemType('too-many-requests'),
    title: 'Too many requests',
    status: 429,
    detail: 'The limit of 1000 requests per second is reached. Retry in 1 s.',
    instance: `/v1/accounts/${busy}/quotas`,
    requestId: expect.any(String),
  });
  expect(headers.get('retry-after')).toBe('1');
  expect(headers.get('ratelimit-limit')).toBe('1000');
  expect(headers.get('ratelimit-remaining')).toBe('0');
  expect(headers.get('ratelimit-reset')).toBe('1');
  expect((await calmOwner.call(`GET /v1/accounts/${calm}/quotas`)).status).toBe(200);
});

describe('an expensive call', () => {
  const month = 'meter=bandwidth&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z';
  const purchase = { packType: 'cap_10', paymentMethod: 'sandbox_ok' };
  const theme = { name: 'T', description: 'D', tags: [], price: { mode: 'free' } };

  it.each([
    ['previews', 300, (account: string) => [`POST /v1/accounts/${account}/purchases?preview=true`, purchase]],
    ['series', 300, (account: string) => [`GET /v1/accounts/${account}/usage?${month}`]],
    [
      'exports',
      60,
      (account: string) => [`GET /v1/accounts/${account}/charges`, undefined, { accept: 'text/csv' }],
    ],
    ['submissions', 60, () => ['POST /v1/themes', theme]],
    ['submissions', 60, () => ['POST /v1/themes/thm_1/versions', undefined]],
  ] as const)('has a limit of its own: %s, %d a minute', async (kind, limit, requestOf) => {
    const { countCall } = await import('../../../functions/api/kernel/rate-limit.ts');
    const [account, calm] = [someone(), someone()];
    const [route, body, headers] = requestOf(account) as [string, unknown?, Record<string, string>?];
    const owner = await desk.as({ sub: account });
    const first = await owner.call(route, body, headers);
    expect(first.headers.get('ratelimit-limit')).toBe(String(limit));
    expect(first.headers.get('ratelimit-remaining')).toBe(String(limit - 1));
    expect(Number(first.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60);
    for (let call = 1; call < limit; call += 1) countCall(account, kind);

    const refused = await owner.call(route, body, headers);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ type: problemType('too-many-requests') });
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('retry-after')).toBe(refused.headers.get('ratelimit-reset'));
    // Other calls of the caller go on, and so does everyone else.
    const plain = await owner.call(`GET /v1/accounts/${account}/quotas`);
    expect([plain.status, plain.headers.get('ratelimit-limit')]).toEqual([200, '1000']);
    const others = await desk.as({ sub: calm });
    expect((await others.call(route.replace(account, calm), body, headers)).status).not.toBe(429);
  });

  it('is no part of a list, in CSV either', async () => {
    const account = someone();
    const owner = await desk.as({ sub: account });
    const { headers } = await owner.call(`GET /v1/accounts/${account}/charges?limit=7`, undefined, {
      accept: 'text/csv',
    });
    expect(headers.get('ratelimit-limit')).toBe('1000');
  });
});
