import { openStack, someone, type TestStack } from '../support/local-stack.ts';

let desk: TestStack;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());

/** As Cognito sends it: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger", version 2. */
const eventOf = (sub: string) => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'us-east-1',
  userPoolId: 'us-east-1_EXAMPLE',
  userName: sub,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  request: {
    userAttributes: { sub, email: 'ann@example.org', email_verified: 'true' },
    groupConfiguration: { groupsToOverride: ['admin'], iamRolesToOverride: [], preferredRole: null },
    scopes: ['openid'],
  },
  response: { claimsAndScopeOverrideDetails: null },
});

describe('the access token of a person of the user pool', () => {
  it('names the account of the user, and the companies that the user is a member of', async () => {
    const { handler } = await import('../../functions/workers/access-token.ts');
    const admin = await desk.as({ sub: someone(), groups: ['admin'] });
    const sub = 'a4b8c4d8-1041-7057-ba0b-1a1f8e4f0a11';
    const companies = [someone('company'), someone('company')].sort();
    for (const company of companies) {
      const path = `/v1/accounts/${company}/members/user_${sub}`;
      expect((await admin.call(`PUT ${path}`, { role: 'member' })).status).toBe(200);
    }
    const event = eventOf(sub);
    const claims = { accounts: [`user_${sub}`, ...companies] };
    expect(await handler(event)).toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } },
      },
    });
  });

  it('names the account of the user alone, where that is all', async () => {
    const { handler } = await import('../../functions/workers/access-token.ts');
    const { response } = await handler(eventOf('0f0e'));
    expect(response.claimsAndScopeOverrideDetails.accessTokenGeneration).toEqual({
      claimsToAddOrOverride: { accounts: ['user_0f0e'] },
    });
  });

  it('makes its user the one who acts, in the audit log and for its own account', async () => {
    const sub = 'c0ffee00-1041-7057-ba0b-1a1f8e4f0a11';
    const company = someone('company');
    const admin = await desk.as({ sub: someone(), groups: ['admin'] });
    await admin.call(`PUT /v1/accounts/${company}/members/user_${sub}`, { role: 'owner' });
    const owner = await desk.as({ sub, memberships: true });
    expect((await owner.call(`GET /v1/accounts/user_${sub}/quotas`)).status).toBe(200);
    const user = someone();
    expect((await owner.call(`PUT /v1/accounts/${company}/members/${user}`, { role: 'member' })).status).toBe(
      200,
    );
    const { body } = await admin.call(`GET /v1/admin/audit?account=${company}&limit=1`);
    expect(body.items).toMatchObject([{ action: 'member.added', by: `user_${sub}`, target: user }]);
  });
});
