import { randomUUID } from 'node:crypto';
import { type Answer as ApiAnswer, type Claims, connect, tokenFrom } from '../../../bin/api-client.ts';
import { baseUrl, tokenUrl } from './target.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
export type Answer = ApiAnswer<any>;

export interface Caller {
  /** Calls `METHOD /path`; text bodies go out as they are. */
  call(route: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export const tokenOf = (claims: Claims): Promise<string> => tokenFrom(tokenUrl, claims);

export const callerWith = (token: string | null): Caller => connect(baseUrl, token);

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
