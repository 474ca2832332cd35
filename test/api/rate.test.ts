import { openDesk, someone, type TestDesk } from '../support/desk.ts';
import { problemType } from '../support/service.ts';

let desk: TestDesk;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

it('a caller beyond a thousand calls a second is asked to wait, and nobody else is', async () => {
  const { countCall } = await import('../../functions/api/rate-limit.ts');
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
    detail: 'At most 1000 calls a second; try again in 1 s.',
    instance: `/v1/accounts/${busy}/quotas`,
    requestId: expect.any(String),
  });
  expect(headers.get('retry-after')).toBe('1');
  expect(headers.get('ratelimit-limit')).toBe('1000');
  expect(headers.get('ratelimit-remaining')).toBe('0');
  expect(headers.get('ratelimit-reset')).toBe('1');
  expect((await calmOwner.call(`GET /v1/accounts/${calm}/quotas`)).status).toBe(200);
});
