import { type RouteKey, routes } from '../../../functions/api/routes.ts';
import { type Client, client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';

let desk: TestStack;
let owner: Client;
let admin: Client;
const account = someone();

beforeAll(async () => {
  desk = await openStack();
  owner = await desk.as({ sub: account });
  admin = await desk.as({ sub: 'user_admin', groups: ['admin'] });
});
afterAll(() => desk.stop());

describe('a request that no route is for', () => {
  it.each([
    '/v1/nothing',
    '/v2/usage-events',
    '/v1/accounts//quotas',
    '/v1/usage-events/',
    '/admin',
    '/%24default',
  ])('finds nothing at %s, with or without a token', async (path) => {
    for (const caller of [owner, client(desk.url, null)])
      for (const method of ['GET', 'POST'])
        expectProblem(await caller.call(`${method} ${path}`), 404, 'not-found');
  });

  it('says which methods the path supports', async () => {
    const allowed = async (route: string) => {
      const answer = await owner.call(route);
      expectProblem(answer, 405, 'method-not-allowed');
      return answer.headers.get('allow');
    };
    expect(await allowed(`PATCH /v1/accounts/${account}/job-slots`)).toBe('GET, HEAD, POST');
    expect(await allowed(`GET /v1/quota-checks`)).toBe('POST');
    expect(await allowed('PUT /v1/quota-checks')).toBe('POST');
    expect(await allowed('DELETE /openapi.json')).toBe('GET, HEAD');
  });

  it('names the request and carries its id', async () => {
    const { headers, body } = await owner.call('GET /v1/nothing');
    expect(body).toMatchObject({ instance: '/v1/nothing', requestId: headers.get('x-request-id') });
  });
});

describe('HEAD', () => {
  const filled: Readonly<Record<string, string>> = {
    account,
    meter: 'bandwidth',
    source: 's',
    packType: 'cap_10',
    provider: 'sandbox',
  };
  const query: Readonly<Record<string, string>> = {
    usage: '?meter=bandwidth&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z',
    '{id}': '?time=2026-11-01T00:00:00Z',
    'usage-events': '?source=s&id=1&time=2026-11-01T00:00:00Z',
  };
  const paths = (Object.keys(routes) as RouteKey[])
    .filter((key) => key.startsWith('GET '))
    .map((key) => {
      const path = key.replace('GET ', '');
      const suffix = path.startsWith('/v1/admin/') ? '' : (query[path.split('/').at(-1) ?? ''] ?? '');
      return path.replace(/\{(\w+)\}/g, (_, name) => filled[name] ?? 'unknown_1') + suffix;
    });

  it.each(paths)('of %s answers as GET does, without a body', async (path) => {
    const got = await admin.call(`GET ${path}`);
    const { status, headers, body } = await admin.call(`HEAD ${path}`);
    expect({ status, type: headers.get('content-type'), body }).toEqual({
      status: got.status,
      type: got.headers.get('content-type'),
      body: '',
    });
    expect(got.status).toBeLessThan(500);
    expect(headers.get('x-request-id')).toMatch(/\w/);
  });

  it('asks for a token where GET does', async () => {
    expect((await client(desk.url, null).call(`HEAD /v1/accounts/${account}/quotas`)).status).toBe(401);
  });
});

describe('the health check', () => {
  it('answers without a token, also to a browser', async () => {
    const anyone = client(desk.url, null);
    for (const accept of ['application/json', 'text/html'])
      expect(await anyone.call('GET /health', undefined, { accept })).toMatchObject({
        status: 200,
        body: { status: 'ok' },
      });
    expect((await anyone.call('HEAD /health')).status).toBe(200);
  });
});
