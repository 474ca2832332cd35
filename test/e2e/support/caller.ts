import { randomUUID } from 'node:crypto';
import { baseUrl, tokenUrl } from './target.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
  readonly body: any;
}

export interface Caller {
  /** Calls `METHOD /path`; text bodies go out as they are. */
  call(route: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Claims {
  readonly sub: string;
  readonly groups?: readonly string[];
  readonly accounts?: readonly string[];
  readonly scope?: string;
}

export async function tokenOf(claims: Claims): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claims),
  });
  if (!response.ok) throw new Error(`No token: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { token: string }).token;
}

export const callerWith = (token: string | null): Caller => ({
  call: async (route, body, headers = {}) => {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    // API Gateway calls even nothing JSON.
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  },
});

export const as = async (claims: Claims): Promise<Caller> => callerWith(await tokenOf(claims));

/** An account that nobody has used. */
export const someone = (kind: 'user' | 'company' = 'user'): string => `${kind}_${randomUUID()}`;

/** A company that is new, with somebody who acts for it. */
export async function newcomer(): Promise<{ readonly account: string; readonly owner: Caller }> {
  const account = someone('company');
  return { account, owner: await as({ sub: someone(), accounts: [account] }) };
}

/** What other services are: they report usage, take slots, read all. */
export const machine = (): Promise<Caller> => as({ sub: 'e2e', scope: 'usage.write slots.write read.all' });

export const administrator = (): Promise<Caller> => as({ sub: someone(), groups: ['admin'] });

/** A header that no other request has. */
export const freshKey = () => ({ 'idempotency-key': randomUUID() });

/** The problem as a whole: nothing else stands in it. */
export function expectProblem(
  { status, headers, body }: Answer,
  expected: number,
  slug: string,
  paths?: readonly string[],
): void {
  expect({ status, body }).toEqual({
    status: expected,
    body: {
      type: `https://real-deal.dev/problems/${slug}`,
      title: expect.any(String),
      status: expected,
      detail: expect.stringMatching(/\w{3}/),
      instance: expect.stringMatching(/^\//),
      requestId: expect.any(String),
      ...(paths && { errors: paths.map((path) => ({ path, detail: expect.any(String) })) }),
    },
  });
  expect(headers.get('content-type')).toBe('application/problem+json');
}
