import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { eventOf } from '../../support/service.ts';

let desk: TestStack;
let owner: Client;
const account = someone();

beforeAll(async () => {
  desk = await openStack();
  owner = await desk.as({ sub: account });
});
afterAll(() => desk.stop());

describe('an account', () => {
  const theirs = `/v1/accounts/${someone('company')}`;

  it.each([
    [`GET ${theirs}/quotas`, undefined],
    [`GET ${theirs}/quotas?explain=maybe`, undefined],
    [`POST ${theirs}/quota-checks`, { meter: 'storage', amount: 1 }],
    [`GET ${theirs}/usage?meter=bandwidth`, undefined],
    [`GET ${theirs}/usage-events/a/b?time=2027-03-15T00:00:00Z`, undefined],
    [`POST ${theirs}/reservations`, { meter: 'transcoding', amount: 1 }],
    [`POST ${theirs}/reservations/x/settlement`, { amount: 1 }],
    [`DELETE ${theirs}/reservations/x`, undefined],
    [`POST ${theirs}/uploads`, '{'],
    [`GET ${theirs}/uploads/x`, undefined],
    [`GET ${theirs}/job-slots`, undefined],
    [`POST ${theirs}/job-slots`, { jobId: 'j' }],
    [`PUT ${theirs}/job-slots/j/lease`, { leaseSeconds: 60 }],
    [`DELETE ${theirs}/job-slots/j`, undefined],
  ])('of someone else is forbidden, whatever is asked and however it is used: %s', async (route, body) => {
    const answer = await owner.call(route, body, { 'idempotency-key': 'k' });
    expectProblem(answer, 403, 'forbidden');
    const unused = await owner.call(route.replace(/company_[\w-]+/, 'company_never'), body, {
      'idempotency-key': 'k',
    });
    expect(unused.body).toMatchObject({ detail: answer.body.detail, title: answer.body.title });
  });

  it.each(['guest_1', 'user_', 'USER_1', 'user_1%00', `user_${'x'.repeat(65)}`])(
    'named %s is none',
    async (name) => {
      expectProblem(await owner.call(`GET /v1/accounts/${name}/quotas`), 400, 'validation-failed', [
        'account',
      ]);
    },
  );

  it('may not report its own use', async () => {
    const answer = await owner.call('POST /v1/usage-events', [eventOf(desk, { subject: account })]);
    expectProblem(answer, 403, 'forbidden');
  });

  it('is open to a machine client only as far as its scope says', async () => {
    const meters = await desk.as({ sub: 'cdn', scope: 'usage.write' });
    const slots = await desk.as({ sub: 'scheduler', scope: 'slots.write' });
    const reader = await desk.as({ sub: 'report', scope: 'read.all' });
    const job = { jobId: 'j' };
    expectProblem(await meters.call(`GET ${theirs}/quotas`), 403, 'forbidden');
    expectProblem(await meters.call(`POST ${theirs}/job-slots`, job), 403, 'forbidden');
    expectProblem(await slots.call('POST /v1/usage-events', []), 403, 'forbidden');
    expectProblem(await reader.call(`POST ${theirs}/job-slots`, job), 403, 'forbidden');
    expectProblem(await reader.call('POST /v1/usage-events', []), 403, 'forbidden');
    expect((await slots.call(`POST ${theirs}/job-slots`, job)).status).toBe(201);
    expect((await reader.call(`GET ${theirs}/job-slots`)).status).toBe(200);
  });

  it.each([
    [`POST ${theirs}/job-slots`, 'slots.write'],
    [`GET ${theirs}/quotas`, 'read.all'],
    [`DELETE ${theirs}/uploads/x`, 'uploads.write'],
    [`POST ${theirs}/webhook-endpoints`, 'webhooks.write'],
    ['POST /v1/usage-events', 'usage.write'],
  ])('names the scope that a machine client lacks: %s', async (route, scope) => {
    const machine = await desk.as({ sub: 'machine', scope: 'billing/nothing' });
    const body = route.startsWith('GET') ? undefined : {};
    const refused = await machine.call(route, body, { 'idempotency-key': 'k' });
    expectProblem(refused, 403, 'forbidden');
    expect(refused.body.detail).toContain(`the scope ${scope}`);
    expect(refused.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", scope="${scope}"`,
    );
  });
});
