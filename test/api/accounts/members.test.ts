import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';

let desk: TestStack;
let platform: Client;
let company: string;
let owner: string;

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, MIDMONTH);
  platform = await desk.as({ sub: someone(), groups: ['admin'] });
});
afterAll(() => desk.stop());

beforeEach(async () => {
  company = someone('company');
  owner = await joined('owner');
});

const membersPath = () => `/v1/accounts/${company}/members`;

const put = (client: Client, user: string, role: string) =>
  client.call(`PUT ${membersPath()}/${user}`, { role });
const remove = (client: Client, user: string) => client.call(`DELETE ${membersPath()}/${user}`);

/** Adds somebody new, by the platform. */
async function joined(role: string): Promise<string> {
  const user = someone();
  expect(await put(platform, user, role)).toMatchObject({ status: 200, body: { user, role } });
  return user;
}

/** Signs in as our own user pool has it: with the companies that the user is a member of. */
const signIn = (user: string): Promise<Client> => desk.as({ sub: user, memberships: true });

async function rolesNow(): Promise<Record<string, string>> {
  const { status, body } = await platform.call(`GET ${membersPath()}?limit=100`);
  expect(status).toBe(200);
  return Object.fromEntries(body.items.map(({ user, role }: Record<string, string>) => [user, role]));
}

describe('a company', () => {
  it('gets its first owner from an administrator or a service only', async () => {
    company = someone('company');
    const founder = someone();
    const outsider = await desk.as({ sub: founder });
    expectProblem(await put(outsider, founder, 'owner'), 403, 'forbidden');
    // Another issuer may say that somebody acts for a company. That makes nobody its owner.
    const agent = await desk.as({ sub: founder, accounts: [company] });
    expectProblem(await put(agent, founder, 'owner'), 403, 'forbidden');
    const service = await desk.as({ sub: 'sign-up', scope: 'members.write' });
    expect((await put(service, founder, 'owner')).status).toBe(200);
    expect(await rolesNow()).toEqual({ [founder]: 'owner' });
  });

  it('opens to a member with the next token, and closes with the one after its removal', async () => {
    const user = someone();
    const quotas = `GET /v1/accounts/${company}/quotas`;
    expectProblem(await (await signIn(user)).call(quotas), 403, 'forbidden');
    expect((await put(await signIn(owner), user, 'member')).status).toBe(200);
    const member = await signIn(user);
    expect((await member.call(quotas)).status).toBe(200);
    expect((await member.call(`GET /v1/accounts/${user}/quotas`)).status).toBe(200);
    expect((await remove(await signIn(owner), user)).status).toBe(204);
    expectProblem(await (await signIn(user)).call(quotas), 403, 'forbidden');
  });

  it('lists its members in parts, by user in descending order', async () => {
    const users = [owner, await joined('admin'), await joined('member')].sort().reverse();
    const first = await (await signIn(owner)).call(`GET ${membersPath()}?limit=2`);
    expect(first.body.items.map(({ user }: { user: string }) => user)).toEqual(users.slice(0, 2));
    const rest = await platform.call(`GET ${membersPath()}?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toEqual({
      items: [{ user: users[2], role: expect.any(String), since: expect.stringMatching(/Z$/) }],
      nextCursor: null,
    });
  });

  it('is a company: users have no members', async () => {
    for (const account of [owner, 'user_1'])
      expectProblem(
        await platform.call(`PUT /v1/accounts/${account}/members/${someone()}`, { role: 'member' }),
        400,
        'validation-failed',
        ['account'],
      );
  });

  it('has users as members, and no companies', async () => {
    expectProblem(await put(platform, someone('company'), 'member'), 400, 'validation-failed', ['user']);
    expectProblem(await put(platform, someone(), 'king'), 400, 'validation-failed', ['/role']);
  });
});

describe('members', () => {
  it.each([
    ['member', 'GET', 403],
    ['admin', 'GET', 200],
    ['owner', 'GET', 200],
  ])('of role %s see the others: %s answers %i', async (role, method, status) => {
    const client = await signIn(await joined(role));
    expect((await client.call(`${method} ${membersPath()}`)).status).toBe(status);
  });

  // Who → whom from → to: whether it is allowed. Only owners decide about owners.
  it.each([
    ['owner', 'owner', 'admin', true],
    ['owner', 'member', 'owner', true],
    ['owner', 'owner', undefined, true],
    ['owner', undefined, 'owner', true],
    ['admin', undefined, 'member', true],
    ['admin', 'member', 'admin', true],
    ['admin', 'admin', undefined, true],
    ['admin', 'owner', 'member', false],
    ['admin', 'owner', undefined, false],
    ['admin', 'admin', 'owner', false],
    ['admin', undefined, 'owner', false],
    ['member', undefined, 'member', false],
    ['member', 'member', undefined, false],
    ['member', 'member', 'admin', false],
  ] as const)('of role %s: from %s to %s is allowed: %s', async (actor, from, to, allowed) => {
    const client = await signIn(await joined(actor));
    const user = from ? await joined(from) : someone();
    const answer = await (to ? put(client, user, to) : remove(client, user));
    if (!allowed) expectProblem(answer, 403, 'forbidden');
    else expect(answer.status).toBe(to ? 200 : 204);
    expect((await rolesNow())[user]).toBe(allowed ? to : from);
  });

  it('who were removed change nothing any more, whatever their tokens say', async () => {
    const user = await joined('admin');
    const client = await signIn(user);
    await remove(platform, user);
    expectProblem(await put(client, user, 'admin'), 403, 'forbidden');
    expectProblem(await client.call(`GET ${membersPath()}`), 403, 'forbidden');
  });

  it('may promote no one above their own role, not even themselves', async () => {
    const admin = await joined('admin');
    expectProblem(await put(await signIn(admin), admin, 'owner'), 403, 'forbidden');
  });
});

describe('the last owner', () => {
  it('cannot be removed or demoted by anybody', async () => {
    for (const client of [await signIn(owner), platform]) {
      expectProblem(await remove(client, owner), 409, 'last-owner');
      expectProblem(await put(client, owner, 'admin'), 409, 'last-owner');
    }
    expect(await rolesNow()).toEqual({ [owner]: 'owner' });
  });

  it('may go once there is another', async () => {
    const next = await joined('owner');
    expect((await put(await signIn(owner), owner, 'member')).status).toBe(200);
    expectProblem(await remove(await signIn(next), next), 409, 'last-owner');
    expect((await remove(await signIn(next), owner)).status).toBe(204);
    expect(await rolesNow()).toEqual({ [next]: 'owner' });
  });

  it('remains when all owners leave or step down at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      company = someone('company');
      const owners = await Promise.all(Array.from({ length: 6 }, () => joined('owner')));
      const clients = await Promise.all(owners.map(signIn));
      const answers = await Promise.all(
        owners.map((user, index) => {
          const client = clients[index] ?? platform;
          return index % 2 ? remove(client, user) : put(client, user, 'member');
        }),
      );
      const refused = answers.filter(({ status }) => status === 409);
      expect(refused).toHaveLength(1);
      for (const answer of refused) expectProblem(answer, 409, 'last-owner');
      expect(Object.values(await rolesNow()).filter((role) => role === 'owner')).toHaveLength(1);
    }
  });

  it('remains when two owners remove each other at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      company = someone('company');
      const [one, two] = [await joined('owner'), await joined('owner')];
      const answers = await Promise.all([remove(await signIn(one), two), remove(await signIn(two), one)]);
      const [done, refused] = answers.map(({ status }) => status).sort();
      expect(done).toBe(204);
      // By then the other is no owner any more, or would remove the last one: whichever is seen first.
      expect([403, 409]).toContain(refused);
      expect(Object.values(await rolesNow())).toEqual(['owner']);
    }
  });
});

describe('a change of members', () => {
  it('that is repeated, also at once, is one change', async () => {
    const user = someone();
    const client = await signIn(owner);
    const added = await Promise.all(Array.from({ length: 5 }, () => put(client, user, 'admin')));
    expect(added.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const removed = await Promise.all(Array.from({ length: 5 }, () => remove(client, user)));
    expect(removed.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    const { body } = await platform.call(`GET /v1/admin/audit?account=${company}&limit=10`);
    expect(body.items).toMatchObject([
      { action: 'member.removed', by: owner, target: user, detail: { from: 'admin', to: null } },
      { action: 'member.added', by: owner, target: user, detail: { from: null, to: 'admin' } },
      { action: 'member.added', target: owner, detail: { from: null, to: 'owner' } },
    ]);
  });

  it('keeps the date since when a user is a member', async () => {
    const user = someone();
    const { body } = await put(platform, user, 'member');
    desk.clock.advance(3_600);
    const promoted = await put(platform, user, 'owner');
    expect(promoted.body).toEqual({ user, role: 'owner', since: body.since });
  });

  it('ends at 50 companies of one user, also when many add it at once', async () => {
    const user = someone();
    const companies = Array.from({ length: 55 }, () => someone('company'));
    const answers = await Promise.all(
      companies.map((one) => platform.call(`PUT /v1/accounts/${one}/members/${user}`, { role: 'member' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectProblem(answer, 409, 'conflict');
    const token = await desk.issueToken({ sub: user, memberships: true });
    const { accounts } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(accounts).toHaveLength(51);
  });
});
