import { usageEvent } from './support/business.ts';
import {
  type Caller,
  callerWith,
  expectProblem,
  freshKey,
  machine,
  newcomer,
  someone,
  tokenOf,
} from './support/caller.ts';
import { promise } from './support/promise.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

/** A token whose claims are somebody else's, with the signature that it had. */
async function forged(): Promise<string> {
  const [head, , signature] = (await tokenOf({ sub: someone() })).split('.');
  const [, claims] = (await tokenOf({ sub: someone(), groups: ['admin'] })).split('.');
  return [head, claims, signature].join('.');
}

async function unsigned(): Promise<string> {
  const [, claims] = (await tokenOf({ sub: someone(), groups: ['admin'] })).split('.');
  const head = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${head}.${claims}.`;
}

describe('who may call', () => {
  promise('nobody without a good token', async () => {
    for (const token of [null, 'nonsense', await forged(), await unsigned()])
      expect((await callerWith(token).call(`GET /v1/accounts/${account}/quotas`)).status).toBe(401);
  });

  promise('a missing or forged token is refused with a problem', async () => {
    for (const token of [null, await forged()])
      expectProblem(await callerWith(token).call('GET /v1/packs'), 401, 'unauthenticated');
  });

  promise('an unknown route is refused with a problem', async () => {
    expectProblem(await owner.call('GET /v1/moon'), 404, 'not-found');
  });

  promise('a wrong method is told which are right', async () => {
    const answer = await owner.call('DELETE /v1/packs');
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  promise('HEAD is GET without a body, and asks for a token as GET does', async () => {
    expect(await owner.call('HEAD /v1/packs')).toMatchObject({ status: 200, body: '' });
    expect((await callerWith(null).call('HEAD /v1/packs')).status).toBe(401);
  });

  promise('a health check needs no token', async () => {
    expect(await callerWith(null).call('GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  promise('somebody else’s account is forbidden, and nothing about it leaks', async () => {
    const theirs = (await newcomer()).account;
    const routes: readonly [string, unknown?][] = [
      [`GET /v1/accounts/${theirs}/quotas`],
      [`POST /v1/accounts/${theirs}/reservations`, { meter: 'transcoding', amount: 1 }],
      [`POST /v1/accounts/${theirs}/uploads`, { fileName: 'a', bytes: 1, contentType: 'text/plain' }],
      [`POST /v1/accounts/${theirs}/job-slots`, { jobId: 'j' }],
      [`POST /v1/accounts/${theirs}/purchases`, { packType: 'cap_10', paymentMethod: 'sandbox_ok' }],
      [`GET /v1/accounts/${theirs}/charges`],
      [`POST /v1/accounts/${theirs}/overage-quotes`, { meter: 'bandwidth', amount: 1 }],
      [`GET /v1/accounts/${theirs}/webhook-endpoints`],
    ];
    for (const [route, body] of routes)
      expectProblem(await owner.call(route, body, freshKey()), 403, 'forbidden');
  });

  promise('a machine client does what its scopes say, and nothing else', async () => {
    const [reader, meters] = await Promise.all(
      ['read.all', 'usage.write'].map(async (scope) => callerWith(await tokenOf({ sub: 'e2e', scope }))),
    );
    const event = await usageEvent(account, 1);
    expect((await reader?.call(`GET /v1/accounts/${account}/quotas`))?.status).toBe(200);
    expect((await reader?.call('POST /v1/usage-events', [event]))?.status).toBe(403);
    expect((await meters?.call('POST /v1/usage-events', [event]))?.status).toBe(202);
    expect((await meters?.call(`GET /v1/accounts/${account}/quotas`))?.status).toBe(403);
  });

  promise('what is for administrators is forbidden to owners and machines', async () => {
    for (const caller of [owner, await machine()])
      for (const route of ['GET /v1/admin/revenue', 'GET /v1/admin/packs', 'GET /v1/admin/audit'])
        expectProblem(await caller.call(route), 403, 'forbidden');
  });
});

describe('refusals', () => {
  promise('name every error of a body by its path', async () => {
    const refused = await owner.call(`POST /v1/accounts/${account}/uploads`, {
      fileName: '',
      bytes: 0,
      contentType: 'text/plain',
      colour: 'red',
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { type: expect.stringMatching(/validation-failed$/) },
    });
    expect(refused.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/bytes',
      '/colour',
      '/fileName',
    ]);
  });

  promise('of bodies that are no JSON, of what is not there, and of what is too long', async () => {
    const uploads = `/v1/accounts/${account}/uploads`;
    expectProblem(await owner.call(`POST ${uploads}`, '{'), 400, 'malformed-json');
    expectProblem(await owner.call(`GET ${uploads}/upl_${'0'.repeat(32)}`), 404, 'not-found');
    const long = await owner.call(`POST ${uploads}`, `"${'x'.repeat(1_100_000)}"`);
    expect(long.status).toBe(413);
  });
});
