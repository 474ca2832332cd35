import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { outputNamed, webOrigin } from './target.ts';

/** A user of the user pool, with the password that it signs in with. */
export interface PoolUser {
  readonly sub: string;
  readonly email: string;
  readonly password: string;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string;
}

const signInUrl = (): string => {
  const url = process.env.AWS_ENDPOINT_URL;
  if (!url) throw new Error('AWS_ENDPOINT_URL is not set: where the user pool is.');
  return url;
};

const poolId = (): string => outputNamed('data.TokenIssuer').split('/').at(-1) ?? '';

/** Calls the user pool as an operator does. The emulator reads of a signature what service is meant, and no more. */
async function operate<T>(operation: string, input: object): Promise<T> {
  const response = await fetch(signInUrl(), {
    method: 'POST',
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=e2e/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify({ UserPoolId: poolId(), ...input }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${text}`);
  return JSON.parse(text || '{}');
}

/** Creates a user as docs/operations.md says, and gives it a password. */
export async function addUser(): Promise<PoolUser> {
  const email = `${randomUUID()}@example.org`;
  const password = `Aa1!${randomBytes(12).toString('hex')}`;
  const { User } = await operate<{ User: { Attributes: { Name: string; Value: string }[] } }>(
    'AdminCreateUser',
    {
      Username: email,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
      MessageAction: 'SUPPRESS',
    },
  );
  await operate('AdminSetUserPassword', { Username: email, Password: password, Permanent: true });
  const sub = User.Attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';
  return { sub, email, password };
}

/** The token of a service, by the machine client's credentials. */
export async function machineToken(scope: string): Promise<string> {
  const ClientId = outputNamed('data.MachineClientId');
  const { UserPoolClient } = await operate<{ UserPoolClient: { ClientSecret: string } }>(
    'DescribeUserPoolClient',
    { ClientId },
  );
  const credentials = Buffer.from(`${ClientId}:${UserPoolClient.ClientSecret}`).toString('base64');
  const answer = await tokenFor(
    { grant_type: 'client_credentials', scope: `billing/${scope}` },
    { authorization: `Basic ${credentials}` },
  );
  return answer.access_token;
}

/** Signs in as the dashboard does: authorization code with PKCE, on the user pool's own page. */
export async function signIn({ email, password }: PoolUser): Promise<TokenAnswer> {
  const verifier = randomBytes(32).toString('base64url');
  const request = {
    client_id: outputNamed('data.PeopleClientId'),
    redirect_uri: `${webOrigin()}/signed-in`,
    response_type: 'code',
    scope: 'openid email',
    state: randomUUID(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  const page = await fetch(`${signInUrl()}/oauth2/authorize?${new URLSearchParams(request)}`);
  expect(page.status).toBe(200);
  const form = { ...request, ...fieldsOf(await page.text()), username: email, password };
  const signedIn = await fetch(`${signInUrl()}/login`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
  const back = new URL(signedIn.headers.get('location') ?? 'about:blank');
  expect(`${back.origin}${back.pathname}`).toBe(request.redirect_uri);
  expect(back.searchParams.get('state')).toBe(request.state);
  const { client_id, redirect_uri } = request;
  const code = back.searchParams.get('code') ?? '';
  return tokenFor({
    grant_type: 'authorization_code',
    client_id,
    redirect_uri,
    code,
    code_verifier: verifier,
  });
}

/** What a page's form sends along unseen. */
const fieldsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')],
    ),
  );

async function tokenFor(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const response = await fetch(`${signInUrl()}/oauth2/token`, {
    method: 'POST',
    headers: { ...headers },
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The token endpoint answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
