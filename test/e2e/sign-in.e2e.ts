import { request } from 'node:http';
import { usageEvent } from './support/business.ts';
import { callerWith, expectProblem, someone } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { addUser, machineToken, signIn } from './support/sign-in.ts';
import { outputNamed } from './support/target.ts';

describe('the user pool', () => {
  promise('a service signs in with client credentials and reports usage', async () => {
    const event = await usageEvent(someone(), 1);
    const reporter = callerWith(await machineToken('usage.write'));
    expect((await reporter.call('POST /v1/usage-events', [event])).status).toBe(202);
    const reader = callerWith(await machineToken('read.all'));
    expectProblem(await reader.call('POST /v1/usage-events', [event]), 403, 'forbidden');
  });

  promise('a user signs in with PKCE and acts for the own account alone', async () => {
    const user = await addUser();
    const caller = callerWith((await signIn(user)).access_token);
    expect((await caller.call(`GET /v1/accounts/user_${user.sub}/quotas`)).status).toBe(200);
    for (const account of [someone(), someone('company')])
      expectProblem(await caller.call(`GET /v1/accounts/${account}/quotas`), 403, 'forbidden');
  });

  promise('a user acts for a company after it has become a member', async () => {
    const user = await addUser();
    const company = someone('company');
    const quotas = `GET /v1/accounts/${company}/quotas`;
    expectProblem(await callerWith((await signIn(user)).access_token).call(quotas), 403, 'forbidden');
    const platform = callerWith(await machineToken('members.write'));
    const member = `/v1/accounts/${company}/members/user_${user.sub}`;
    expect((await platform.call(`PUT ${member}`, { role: 'owner' })).status).toBe(200);
    const owner = callerWith((await signIn(user)).access_token);
    expect((await owner.call(quotas)).status).toBe(200);
    expect((await owner.call(`GET /v1/accounts/${company}/members`)).status).toBe(200);
    expectProblem(await owner.call(`DELETE ${member}`), 409, 'last-owner');
  });

  promise('an ID token is refused', async () => {
    const user = await addUser();
    const { id_token = '' } = await signIn(user);
    expect(id_token).not.toBe('');
    const answer = await callerWith(id_token).call(`GET /v1/accounts/user_${user.sub}/quotas`);
    expectProblem(answer, 401, 'unauthenticated');
  });
});

/** What the distribution answers, which the emulator finds by the host that is asked for. */
const distributed = (path: string): Promise<{ headers: Record<string, unknown>; body: string }> =>
  new Promise((resolve, reject) => {
    const host = new URL(outputNamed('web.WebUrl')).host;
    const headers = { host, 'x-forwarded-proto': 'https' };
    const asked = request(`${process.env.AWS_ENDPOINT_URL}${path}`, { headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ headers: response.headers, body });
    });
    asked.on('error', reject).end();
  });

describe('the dashboard', () => {
  promise('the dashboard answers with its security headers, and every page is index.html', async () => {
    for (const path of ['/', '/accounts/user_1/charges']) {
      const { headers, body } = await distributed(path);
      // The emulator does not sign what it asks the bucket for, so the closed bucket refuses, and names the file.
      expect(body).toContain('/index.html</Resource>');
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
        'strict-transport-security': expect.stringContaining('max-age=31536000'),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'strict-origin-when-cross-origin',
        'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).toContain(new URL(outputNamed('data.SignInUrl')).origin);
    }
  });
});
