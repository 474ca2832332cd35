import { randomUUID } from 'node:crypto';
import { routes } from '../../../functions/api/routes.ts';
import { TOKEN_AUDIENCE } from '../../../local/environment.ts';
import { client, someone } from '../../support/local-stack.ts';
import { inAnHour, openSigningDesk, type SigningDesk } from '../../support/signing.ts';
import { accessTable, type Row, scopes } from './route-access.ts';

const company = someone('company');
const owner = someone();
const admin = someone();
const member = someone();
const outsider = someone();

let signing: SigningDesk;
/** By caller: its token. */
let tokens: Readonly<Record<string, string | null>>;

beforeAll(async () => {
  signing = await openSigningDesk(owner);
  const { desk, sign } = signing;
  const platform = await desk.as({ sub: someone(), groups: ['admin'] });
  for (const [user, role] of Object.entries({ [owner]: 'owner', [admin]: 'admin', [member]: 'member' })) {
    const added = await platform.call(`PUT /v1/accounts/${company}/members/${user}`, { role });
    expect(added.status).toBe(200);
  }
  const asMember = (sub: string) => desk.issueToken({ sub, memberships: true });
  tokens = {
    'no token': null,
    'an expired token': await sign({ exp: inAnHour() - 7_200 }),
    'a token of another issuer': await sign({ iss: 'https://elsewhere.example' }),
    'a token for another audience': await sign({ aud: 'elsewhere' }),
    'an ID token': await sign({ token_use: 'id', aud: TOKEN_AUDIENCE, accounts: [company] }),
    'a user outside the company': await desk.issueToken({ sub: outsider }),
    'a user of another company': await desk.issueToken({ sub: outsider, accounts: [someone('company')] }),
    'a member of role owner': await asMember(owner),
    'a member of role admin': await asMember(admin),
    'a member of role member': await asMember(member),
    ...Object.fromEntries(
      await Promise.all(
        scopes.map(async (scope) => [`scope ${scope}`, await desk.issueToken({ sub: 'machine', scope })]),
      ),
    ),
    'a machine without scopes': await desk.issueToken({ sub: 'machine' }),
    'an administrator': await desk.issueToken({ sub: someone(), groups: ['admin'] }),
  };
});
afterAll(() => signing.stop());

/** What each caller is to be answered. */
function expected({ open, allowed, status, roles }: Row): Record<string, number> {
  const may = (...who: readonly string[]) => who.some((one) => (allowed as readonly string[]).includes(one));
  const statusOf = (isAllowed: boolean) => (isAllowed ? status : 403);
  const unverified = open ? status : 401;
  return {
    'no token': unverified,
    'an expired token': unverified,
    'a token of another issuer': unverified,
    'a token for another audience': unverified,
    'an ID token': unverified,
    'a user outside the company': statusOf(may('anyone')),
    'a user of another company': statusOf(may('anyone')),
    'a member of role owner': roles?.owner ?? statusOf(may('anyone', 'account')),
    'a member of role admin': roles?.admin ?? statusOf(may('anyone', 'account')),
    'a member of role member': roles?.member ?? statusOf(may('anyone', 'account')),
    ...Object.fromEntries(scopes.map((scope) => [`scope ${scope}`, statusOf(may('anyone', scope))])),
    'a machine without scopes': statusOf(may('anyone')),
    'an administrator': status,
  };
}

const parameters: Readonly<Record<string, string>> = {
  account: company,
  user: outsider,
  id: `res_20261101T00_${'0'.repeat(32)}`,
  source: 'test',
  uploadId: `upl_${'0'.repeat(32)}`,
  jobId: 'job_1',
  endpointId: `ep_${'0'.repeat(32)}`,
  deliveryId: `dlv_${'0'.repeat(32)}`,
  purchaseId: `pur_${'0'.repeat(32)}`,
  chargeId: `chg_${'0'.repeat(32)}`,
  themeId: `thm_${'0'.repeat(32)}`,
  packType: 'none',
  meter: 'bandwidth',
  provider: 'sandbox',
};

/** Asks with ids of nothing, and with a body that fits no schema: whoever is allowed gets as far as that. */
async function ask(route: string, query: string, token: string | null): Promise<number> {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const body = /^(GET|DELETE)/.test(route) ? undefined : { thereIsNoSuchField: true };
  const headers = { 'idempotency-key': randomUUID() };
  return (await client(signing.desk.url, token).call(path + query, body, headers)).status;
}

describe('who may call', () => {
  it('is decided for every route, and for no other', () => {
    expect(Object.keys(accessTable).sort()).toEqual(Object.keys(routes).sort());
  });

  it.each(Object.entries(accessTable))('%s', async (route, row) => {
    const answered = await Promise.all(
      Object.entries(tokens).map(async ([who, token]) => [who, await ask(route, row.query ?? '', token)]),
    );
    expect(Object.fromEntries(answered)).toEqual(expected(row));
  });
});
