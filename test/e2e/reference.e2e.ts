import { routes } from '../../functions/api/routes.ts';
import { callerWith } from './support/caller.ts';
import { promise } from './support/promise.ts';

describe('the reference', () => {
  promise('is served to anybody, and has every route', async () => {
    const { status, headers, body } = await callerWith(null).call('GET /openapi.json');
    expect({ status, type: headers.get('content-type')?.split(';')[0], openapi: body.openapi }).toEqual({
      status: 200,
      type: 'application/json',
      openapi: expect.stringMatching(/^3\.1\./),
    });
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = Object.keys(routes).filter((route) => route !== 'GET /openapi.json');
    expect(described.filter((route) => route !== 'GET /openapi.json').sort()).toEqual(served.sort());
  });
});
