import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { contentTypeHeader, pageHeaders } from '../../functions/runtime/security-headers.ts';
import { startLocalStack } from '../../local/local-stack.ts';
import { fakeFunctions } from './fake-functions.ts';

const { functions } = fakeFunctions({});
const desk = await startLocalStack({ functions });
afterAll(() => desk.stop());

/** As `fetch`, which does not let a caller say who it is. */
const call = (method: string, path: string, headers: Record<string, string> = {}, body = '') =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request(`${desk.url}${path}`, { method, headers }, async (response) => {
      const { statusCode: status = 0, headers } = response;
      resolve({ status, headers, body: (await buffer(response)).toString() });
    });
    sent.on('error', reject).end(body);
  });

const DASHBOARD = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url));
const QUOTAS = '/v1/accounts/user_001/quotas';
const port = new URL(desk.url).port;
const FOREIGN = [
  'https://evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example',
  'null',
];

describe('the local server', () => {
  it.each(['http://localhost:5173', `http://127.0.0.1:${port}`, 'https://localhost', 'http://[::1]:8080'])(
    'lets pages at %s call the API and the storage',
    async (origin) => {
      for (const path of [QUOTAS, '/s3/uploads']) {
        const preflight = await call('OPTIONS', path, {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,idempotency-key',
        });
        expect(preflight).toMatchObject({
          status: 204,
          headers: {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': 'POST',
            'access-control-allow-headers': 'authorization,idempotency-key',
          },
        });
        expect((await call('GET', path, { origin })).headers).toMatchObject({
          'access-control-allow-origin': origin,
          vary: 'Origin',
        });
      }
    },
  );

  it.each(FOREIGN)('allows pages at %s nothing', async (origin) => {
    const asked = { origin, 'access-control-request-method': 'GET' };
    for (const answer of [await call('OPTIONS', QUOTAS, asked), await call('GET', QUOTAS, { origin })])
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(FOREIGN)('moves no clock and gives no token to pages at %s', async (origin) => {
    const before = desk.clock.now();
    const moved = await call(
      'POST',
      '/dev/clock',
      { origin, 'content-type': 'text/plain' },
      '{"advanceSeconds":86400}',
    );
    expect(moved.status).toBe(403);
    expect(JSON.parse(moved.body)).toMatchObject({ type: 'https://real-deal.dev/problems/forbidden' });
    expect(
      (await call('POST', '/dev/token', { origin }, '{"sub":"user_admin","groups":["admin"]}')).status,
    ).toBe(403);
    expect(desk.clock.now() - before).toBeLessThan(3_600_000);
  });

  it.each([
    ['text/plain', '{"advanceSeconds":86400}'],
    ['application/x-www-form-urlencoded', '{"advanceSeconds":86400}'],
    ['multipart/form-data; boundary=x', '{"advanceSeconds":86400}'],
    ['application/json-patch', '{"advanceSeconds":86400}'],
    ['', '{"advanceSeconds":86400}'],
    ['text/plain', ''],
  ])('takes JSON alone under /dev, not %j', async (type, body) => {
    const before = desk.clock.now();
    const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
    expect((await call('POST', '/dev/clock', headers, body)).status).toBe(415);
    expect(desk.clock.now() - before).toBeLessThan(3_600_000);
  });

  it('sends no mail for pages of other origins', async () => {
    const mail = {
      FromEmailAddress: 'a@b.example',
      Destination: { ToAddresses: ['c@d.example'] },
      Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
    };
    const path = '/ses/v2/email/outbound-emails';
    const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    expect((await call('POST', path, headers, JSON.stringify(mail))).status).toBe(403);
  });

  it('sends with pages what CloudFront sends with them, and with all else that its type holds', async () => {
    // Without a built dashboard there are no pages but the reference: the other paths are the API's then.
    const paths = existsSync(DASHBOARD)
      ? ['/docs', '/docs/rapidoc-min.js', '/', '/icon.svg']
      : ['/docs', '/docs/rapidoc-min.js'];
    for (const path of paths) {
      const { status, headers } = await call('GET', path, { accept: 'text/html' });
      expect(status).toBe(200);
      expect(headers).toMatchObject(pageHeaders);
      expect(headers['content-security-policy']).toMatch(/default-src/);
    }
    for (const path of [QUOTAS, '/openapi.json', '/dev/clock', '/nothing', '/s3/uploads/none'])
      expect((await call('GET', path)).headers).toMatchObject(contentTypeHeader);
  });

  it.each(['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'answers nothing under the host name %s',
    async (host) => {
      for (const path of ['/dev/clock', QUOTAS, '/s3/uploads', '/'])
        expect((await call('GET', path, { host })).status).toBe(403);
    },
  );

  it.each(['localhost', `localhost:${port}`, '127.0.0.1', `[::1]:${port}`])(
    'answers under %s',
    async (host) => {
      expect((await call('GET', '/dev/clock', { host, origin: 'http://localhost:5173' })).status).toBe(200);
    },
  );

  it.each(['/v1', '/v1/nothing', '/v1/accounts/user_001/nothing'])(
    'gives %s to the default route and no page, also when a browser asks',
    async (path) => {
      const { body } = await call('GET', path, { accept: 'text/html,application/xhtml+xml' });
      // The functions of this server echo the event they are given.
      expect(JSON.parse(body)).toMatchObject({ routeKey: '$default', rawPath: path });
    },
  );
});
