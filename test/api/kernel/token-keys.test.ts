import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { log } from '../../../functions/runtime/log.ts';
import { type ApiHandler, deployed, lambdaContext } from '../../../local/lambda.ts';
import { configure } from '../../support/payments.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { problemType } from '../../support/service.ts';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

const ISSUER = 'https://issuer.example';
const SECONDS = 1_000;
const MINUTES = 60 * SECONDS;
const HOURS = 60 * MINUTES;

let issuer: Receiver;
let handler: ApiHandler;
let known: KeyPair;
let added: KeyPair;
let logged: string[];
let now = Date.now();

/** The issuer's key set, behind one deployed function whose wall clock the tests move. */
beforeAll(async () => {
  issuer = await openReceiver();
  known = await generateKeyPair('RS256');
  added = await generateKeyPair('RS256');
  configure({ tokenIssuer: ISSUER, tokenAudience: 'billing', jwksUrl: `${issuer.url}/keys` });
  configure({ tableName: 'none' });
  Object.assign(process.env, { AWS_REGION: 'us-east-1' });
  log.setLogLevel('ERROR');
  handler = await deployed.api('quotas');
});
afterAll(() => issuer.close());

beforeEach(() => {
  logged = [];
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  jest.spyOn(process.stderr, 'write').mockImplementation((line) => {
    const { level, message } = JSON.parse(String(line));
    logged.push(`${level} ${message}`);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

const pass = (time: number) => {
  now += time;
};

async function publish(...keys: readonly [kid: string, pair: KeyPair][]): Promise<void> {
  const jwks = await Promise.all(
    keys.map(async ([kid, pair]) => ({ ...(await exportJWK(pair.publicKey)), kid })),
  );
  issuer.answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: jwks }));
  };
}

const answerWith = (status: number, body: string) => {
  issuer.answer = (response) => {
    response.writeHead(status).end(body);
  };
};

const hang = () => {
  issuer.answer = () => undefined;
};

/**
 * Asks for the quotas of another account. 403 says that the token was verified, without a table. Each token differs,
 * so that none is remembered from before.
 */
async function ask({ kid = 'known', pair = known } = {}) {
  const token = await new SignJWT({ nonce: Math.random() })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setSubject('user_1')
    .setIssuer(ISSUER)
    .setAudience('billing')
    .setExpirationTime('1d')
    .sign(pair.privateKey);
  const event = {
    routeKey: 'GET /v1/accounts/{account}/quotas',
    rawPath: '/v1/accounts/user_2/quotas',
    headers: { authorization: `Bearer ${token}` },
    pathParameters: { account: 'user_2' },
    requestContext: { requestId: 'r' },
  } as unknown as APIGatewayProxyEventV2;
  return (await handler(event, lambdaContext('quotas'))) as APIGatewayProxyStructuredResultV2;
}

async function expectUnavailable(options?: Parameters<typeof ask>[0]): Promise<void> {
  const { statusCode, headers, body } = await ask(options);
  expect({ statusCode, headers, body: JSON.parse(body ?? '') }).toMatchObject({
    statusCode: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
    body: {
      type: problemType('unavailable'),
      status: 503,
      detail:
        'Tokens cannot be verified because the keys of their issuer are unavailable. Retry the request.',
    },
  });
}

async function expectStatus(status: number, options?: Parameters<typeof ask>[0]): Promise<void> {
  expect((await ask(options)).statusCode).toBe(status);
}

const outages = () => logged.filter((line) => line === 'ERROR token keys unavailable');

// One story: each test goes on where the one before ended.
describe('keys that cannot be fetched', () => {
  it('answer 503 while none was ever fetched: after 2 s when the issuer hangs, and at once for 5 s after that', async () => {
    hang();
    const start = performance.now();
    await expectUnavailable();
    expect(performance.now() - start).toBeLessThan(4 * SECONDS);
    await Promise.all([expectUnavailable(), expectUnavailable()]);
    expect(outages()).toHaveLength(1);
    expect(issuer.received).toHaveLength(1);
  });

  it.each([
    ['an error', 500, 'down'],
    ['a redirect', 302, ''],
    ['a page', 200, '<html>'],
    ['something else', 200, '{"message":"none"}'],
    ['keys that are none', 200, '{"keys":"none"}'],
    ['an empty key set', 200, '{"keys":[]}'],
  ])('answer 503 and are logged when the issuer answers with %s', async (_, status, body) => {
    pass(6 * SECONDS);
    answerWith(status, body);
    await expectUnavailable();
    expect(outages()).toHaveLength(1);
  });

  it('answer 503 when the connection breaks', async () => {
    pass(6 * SECONDS);
    issuer.answer = (response) => {
      response.destroy();
    };
    await expectUnavailable();
  });
});

describe('keys that were fetched', () => {
  it('verify tokens as soon as the issuer is back', async () => {
    pass(6 * SECONDS);
    await publish(['known', known]);
    await expectStatus(403);
    expect(outages()).toEqual([]);
  });

  it('verify tokens during an outage that begins when they are due for a refresh', async () => {
    pass(11 * MINUTES);
    answerWith(500, 'down');
    await expectStatus(403);
    expect(outages()).toHaveLength(1);
    pass(5 * HOURS);
    answerWith(200, '{"keys":[]}');
    await expectStatus(403);
    pass(1 * HOURS);
    hang();
    await expectStatus(403);
  });

  it('refuse forged tokens during an outage, and leave open what another key may have signed', async () => {
    pass(6 * SECONDS);
    answerWith(500, 'down');
    await expectStatus(401, { pair: added });
    await expectUnavailable({ kid: 'added', pair: added });
  });

  it('are valid for a day without a refresh, and no longer', async () => {
    pass(17 * HOURS);
    await expectStatus(403);
    pass(2 * HOURS);
    await expectUnavailable();
  });

  it('are replaced by those that the issuer has when it is back', async () => {
    pass(6 * SECONDS);
    await publish(['added', added]);
    await expectStatus(403, { kid: 'added', pair: added });
    await expectStatus(401);
    pass(31 * SECONDS);
    await publish(['known', known], ['added', added]);
    await expectStatus(403);
    expect(outages()).toEqual([]);
  });
});
