import { generateKeyPair } from 'jose';
import { TOKEN_AUDIENCE } from '../../../local/environment.ts';
import { client, someone, type TestStack } from '../../support/local-stack.ts';
import { problemType } from '../../support/service.ts';
import { type Claims, inAnHour, openSigningDesk, type SigningDesk } from '../../support/signing.ts';

const account = someone();
let signing: SigningDesk;
let desk: TestStack;

beforeAll(async () => {
  signing = await openSigningDesk(account);
  desk = signing.desk;
});
afterAll(() => signing.stop());

const sign: SigningDesk['sign'] = (...how) => signing.sign(...how);

const ask = (token: string | null, headers: Record<string, string> = {}) =>
  client(desk.url, token).call(`GET /v1/accounts/${account}/quotas`, undefined, headers);

async function expectRefused(token: string | null, detail: string, headers?: Record<string, string>) {
  const answer = await ask(token, headers);
  expect(answer.body).toEqual({
    type: problemType('unauthenticated'),
    title: 'Unauthenticated',
    status: 401,
    detail,
    instance: `/v1/accounts/${account}/quotas`,
    requestId: expect.any(String),
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
}

const CANNOT_BE_VERIFIED = 'The token cannot be verified. Request a new one.';
const NOT_FOR_US = 'The token was issued for another service. Request a token for this service.';
const NONE = 'The request has no access token. Send the header Authorization: Bearer <token>.';

describe('a token', () => {
  it('of the issuer, for this service, is good', async () => {
    expect((await ask(await sign())).status).toBe(200);
  });

  it('must be there', async () => {
    await expectRefused(null, NONE);
    await expectRefused(null, NONE, { authorization: 'Bearer' });
    await expectRefused(null, NONE, { authorization: `Basic ${await sign()}` });
    await expectRefused(null, NONE, { authorization: `Bearer ${await sign()} x` });
  });

  it('must be one', async () => {
    await expectRefused('abc', CANNOT_BE_VERIFIED);
    await expectRefused('a.b.c', CANNOT_BE_VERIFIED);
  });

  it('that has expired is refused, and so is one that never does', async () => {
    await expectRefused(await sign({ exp: inAnHour() - 3_660 }), 'The token has expired. Request a new one.');
    await expectRefused(await sign({ exp: undefined }), NOT_FOR_US);
  });

  it('has the age of the wall clock, whatever the business clock says', async () => {
    desk.clock.advance(40 * 86_400);
    expect((await ask(await sign())).status).toBe(200);
    desk.clock.set(desk.clock.now());
  });

  it('that is not good yet is refused', async () => {
    await expectRefused(await sign({ nbf: inAnHour() }), NOT_FOR_US);
  });

  it('of another issuer is refused', async () => {
    await expectRefused(await sign({ iss: 'https://elsewhere.example' }), NOT_FOR_US);
    await expectRefused(await sign({ iss: undefined }), NOT_FOR_US);
  });

  it('for another service is refused', async () => {
    await expectRefused(await sign({ aud: 'real-deal-search' }), NOT_FOR_US);
    await expectRefused(await sign({ aud: undefined }), NOT_FOR_US);
    expect((await ask(await sign({ aud: ['real-deal-search', TOKEN_AUDIENCE] }))).status).toBe(200);
  });

  it('of Cognito, which names its client and no audience, is good when it is an access token', async () => {
    const cognito = { aud: undefined, token_use: 'access', client_id: TOKEN_AUDIENCE };
    expect((await ask(await sign(cognito))).status).toBe(200);
    await expectRefused(await sign({ ...cognito, client_id: 'another-client' }), NOT_FOR_US);
    await expectRefused(await sign({ ...cognito, client_id: undefined }), NOT_FOR_US);
    await expectRefused(await sign({ ...cognito, token_use: undefined }), NOT_FOR_US);
    await expectRefused(await sign({ ...cognito, aud: 'real-deal-search' }), NOT_FOR_US);
  });

  it('is refused when it is an ID token, whomever it is meant for', async () => {
    const detail = 'The token is an ID token. Send the access token instead.';
    await expectRefused(await sign({ token_use: 'id' }), detail);
    await expectRefused(await sign({ token_use: 'id', aud: ['elsewhere', TOKEN_AUDIENCE] }), detail);
    await expectRefused(await sign({ token_use: 'id', aud: undefined, client_id: TOKEN_AUDIENCE }), detail);
  });

  it('without a subject is refused', async () => {
    await expectRefused(await sign({ sub: undefined }), NOT_FOR_US);
    await expectRefused(await sign({ sub: '' }), 'The claims of the token are invalid. Request a new token.');
  });

  it('that is signed with another key is refused, though it names ours', async () => {
    const other = await generateKeyPair('RS256');
    await expectRefused(await sign({}, other.privateKey), CANNOT_BE_VERIFIED);
  });

  it('that is not signed is refused', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    for (const alg of ['none', 'None', 'NONE'])
      await expectRefused(`${encode({ alg, typ: 'JWT' })}.${encode(signing.good())}.`, CANNOT_BE_VERIFIED);
  });

  it('that is signed with the public key as if it were a shared secret is refused', async () => {
    for (const secret of [signing.publicPem, signing.publicPem.trim()])
      await expectRefused(await sign({}, new TextEncoder().encode(secret), 'HS256'), CANNOT_BE_VERIFIED);
  });

  it('that was changed after it was signed is refused', async () => {
    const [header, , signature] = (await sign()).split('.');
    const admin = Buffer.from(JSON.stringify({ ...signing.good(), groups: ['admin'] })).toString('base64url');
    await expectRefused(`${header}.${admin}.${signature}`, CANNOT_BE_VERIFIED);
  });

  it('with claims of a wrong form is refused', async () => {
    await expectRefused(
      await sign({ accounts: 7 }),
      'The claims of the token are invalid. Request a new token.',
    );
  });
});

describe('the claims of a token', () => {
  const asStranger = (claims: Claims) => sign({ sub: 'user_stranger', ...claims });

  it.each([
    ['groups as a list', { groups: ['staff', 'admin'] }],
    ['groups as Cognito writes them', { 'cognito:groups': ['admin'] }],
    ['accounts as a list', { accounts: [account] }],
    ['accounts as words', { accounts: `company_1,${account}` }],
    ['a scope with spaces', { scope: 'slots.write read.all' }],
    ['a scope as a list', { scope: ['read.all'] }],
    ['a scope as Cognito writes it', { scope: 'billing/read.all' }],
  ])('open an account by %s', async (_, claims) => {
    expect((await ask(await asStranger(claims))).status).toBe(200);
  });

  it.each([
    ['nothing', {}],
    ['a group that is only like it', { groups: ['administrators'] }],
    ['the prefix of the account', { accounts: [account.slice(0, -1)] }],
    ['a scope that is only like it', { scope: 'read.all.of.mine' }],
    ['a scope of another resource server', { scope: 'search/read.all' }],
    ['a group that is the account', { groups: [account] }],
    ['a group of Cognito that is the account', { 'cognito:groups': [account] }],
    ['the scope of another machine', { scope: 'usage.write' }],
  ])('open no account by %s', async (_, claims) => {
    expect(await ask(await asStranger(claims))).toMatchObject({
      status: 403,
      body: { type: problemType('forbidden') },
    });
  });
});
