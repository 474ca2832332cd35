import { request as httpRequest } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { matchRoute } from '../../functions/api/kernel/route-match.ts';
import { log } from '../../functions/runtime/log.ts';
import { apiEndpoint } from '../../local/http/gateway.ts';
import { openServer } from '../../local/http/server.ts';
import { fakeFunctions } from './fake-functions.ts';

let answer: ((event: APIGatewayProxyEventV2) => Promise<object | string>) | undefined;
const events: APIGatewayProxyEventV2[] = [];
const { functions } = fakeFunctions({
  api: async (event) => {
    events.push(event);
    return answer ? answer(event) : { statusCode: 200, body: '{}' };
  },
});
const server = await openServer(0);
server.answerWith([apiEndpoint(functions)]);
const call = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init);

beforeAll(() => log.setLogLevel('SILENT'));
beforeEach(() => {
  events.length = 0;
  answer = undefined;
});
afterAll(() => server.stop());

describe('a request', () => {
  it('becomes the event that API Gateway makes of it', async () => {
    await call('/v1/accounts/user_001/usage?meter=bandwidth&meter=x&from=2026-11-01T00%3A00%3A00Z', {
      headers: { 'X-Trace': 'T', 'User-Agent': 'test', cookie: 'a=1; b=2' },
    });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'GET /v1/accounts/{account}/usage',
        rawPath: '/v1/accounts/user_001/usage',
        rawQueryString: 'meter=bandwidth&meter=x&from=2026-11-01T00%3A00%3A00Z',
        cookies: ['a=1', 'b=2'],
        headers: expect.objectContaining({ 'x-trace': 'T', 'user-agent': 'test' }),
        queryStringParameters: { meter: 'bandwidth,x', from: '2026-11-01T00:00:00Z' },
        pathParameters: { account: 'user_001' },
        requestContext: {
          accountId: 'anonymous',
          apiId: 'desk',
          domainName: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
          domainPrefix: 'desk',
          http: {
            method: 'GET',
            path: '/v1/accounts/user_001/usage',
            protocol: 'HTTP/1.1',
            sourceIp: '127.0.0.1',
            userAgent: 'test',
          },
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          routeKey: 'GET /v1/accounts/{account}/usage',
          stage: '$default',
          time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
          timeEpoch: expect.any(Number),
        },
        isBase64Encoded: false,
      },
    ]);
    expect(events[0]?.headers).not.toHaveProperty('cookie');
  });

  it('decodes a path before it looks for its route, as API Gateway does', async () => {
    await call('/v1/accounts/user_001/usage-events/edge%201/%E5%9B%BE');
    expect(events[0]?.pathParameters).toEqual({ account: 'user_001', source: 'edge 1', id: '图' });
    await call('/v1/accounts/user_001/usage-events/cdn%2Fedge/1');
    expect(events[1]?.routeKey).toBe('$default');
  });

  it('has JSON as text and anything else as base64', async () => {
    const post = (type: string) =>
      call('/v1/usage-events', { method: 'POST', body: '[]', headers: { 'content-type': type } });
    await post('application/json; charset=utf-8');
    await post('application/octet-stream');
    expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
      ['[]', false],
      ['W10=', true],
    ]);
  });

  it('goes to the default route where no route is for it', async () => {
    for (const [path, method] of [
      ['/v1/nothing', 'GET'],
      ['/v1/accounts//quotas', 'GET'],
      ['/v1/accounts/user_001/job-slots', 'PATCH'],
      ['/v1/accounts/user_001/job-slots', 'OPTIONS'],
    ] as const)
      expect((await call(path, { method })).status).toBe(200);
    expect(
      events.map(({ routeKey, requestContext: { http } }) => [routeKey, http.method, http.path]),
    ).toEqual([
      ['$default', 'GET', '/v1/nothing'],
      ['$default', 'GET', '/v1/accounts//quotas'],
      ['$default', 'PATCH', '/v1/accounts/user_001/job-slots'],
      ['$default', 'OPTIONS', '/v1/accounts/user_001/job-slots'],
    ]);
  });

  it('of HEAD is one of the GET route', async () => {
    await call('/v1/accounts/user_001/quotas', { method: 'HEAD' });
    expect(events[0]).toMatchObject({
      routeKey: 'HEAD /v1/accounts/{account}/quotas',
      pathParameters: { account: 'user_001' },
    });
  });

  it('whose path is not well encoded is refused', async () => {
    const response = await call('/v1/accounts/%zz/quotas');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, instance: '/v1/accounts/%zz/quotas' });
    expect(events).toEqual([]);
  });

  it('may bring 6 MB and not a byte more', async () => {
    const post = (bytes: number) => call('/v1/usage-events', { method: 'POST', body: 'x'.repeat(bytes) });
    expect((await post(6 * 1024 * 1024)).status).toBe(200);
    const response = await post(6 * 1024 * 1024 + 1);
    expect(await response.json()).toMatchObject({
      type: 'https://real-deal.dev/problems/payload-too-large',
      status: 413,
    });
    expect(events).toHaveLength(1);
  });
});

describe('a result', () => {
  it('becomes the response', async () => {
    answer = async () => ({
      statusCode: 201,
      headers: { 'X-One': 'yes', 'content-type': 'image/gif' },
      cookies: ['a=1', 'b=2'],
      body: 'R0lG',
      isBase64Encoded: true,
    });
    const response = await call('/openapi.json');
    expect([response.status, await response.text()]).toEqual([201, 'GIF']);
    expect([response.headers.get('x-one'), response.headers.get('content-type')]).toEqual([
      'yes',
      'image/gif',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('without a status is the body of a 200', async () => {
    answer = async () => ({ openapi: '3.1.0' });
    const response = await call('/openapi.json');
    expect([response.status, await response.json()]).toEqual([200, { openapi: '3.1.0' }]);
  });

  it('may have no body', async () => {
    answer = async () => ({ statusCode: 204 });
    const response = await call('/v1/accounts/user_001/job-slots/j1', { method: 'DELETE' });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('that fails does not affect others', async () => {
    answer = async () => {
      throw new Error('secret');
    };
    const response = await call('/openapi.json');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    answer = undefined;
    expect((await call('/openapi.json')).status).toBe(200);
  });
});

it('survives a sender that goes away', async () => {
  const request = httpRequest(`${server.url}/v1/usage-events`, {
    method: 'POST',
    headers: { 'content-length': 1_000 },
  });
  request.on('error', () => {});
  request.write('[');
  await new Promise((resolve) => setTimeout(resolve, 20));
  request.destroy();
  expect((await call('/openapi.json')).status).toBe(200);
});

it('chooses a fixed word before a parameter', () => {
  expect(matchRoute('POST', '/v1/quota-checks')).toEqual({
    kind: 'route',
    key: 'POST /v1/quota-checks',
    parameters: {},
  });
});
