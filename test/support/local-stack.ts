import { type Answer, connect } from '../../bin/api-client.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../local/local-stack.ts';

export type Answered<T = Record<string, unknown>> = Answer<T>;

/** A running desk, empty and in memory, with a client for each kind of caller. */
export interface TestStack extends LocalStack {
  as(claims: {
    sub: string;
    groups?: string[];
    accounts?: string[];
    memberships?: boolean;
    scope?: string;
  }): Promise<Client>;
}

export interface Client {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
  call<T = any>(route: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
}

export async function openStack(options: LocalStackOptions = {}): Promise<TestStack> {
  const desk = await startLocalStack(options);
  return {
    ...desk,
    as: async (claims) => client(desk.url, await desk.issueToken(claims)),
  };
}

/** A client of the API with that token. */
export const client = (url: string, token: string | null): Client => connect(url, token);

let sequence = 0;

/** An account that no other test has touched. */
export const someone = (kind: 'user' | 'company' = 'user'): string =>
  `${kind}_${process.pid}-${Date.now().toString(36)}-${++sequence}`;

export interface EventParts {
  readonly subject: string;
  readonly type?: string;
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  readonly amount?: number;
}

/** A usage event: of bandwidth, of this moment, one byte, unless it is said otherwise. */
export function usageEvent({ subject, amount = 1, ...parts }: EventParts) {
  return {
    specversion: '1.0',
    id: parts.id ?? `event-${++sequence}`,
    source: parts.source ?? 'test',
    type: parts.type ?? 'bandwidth',
    subject,
    time: parts.time ?? new Date().toISOString(),
    data: { amount },
  };
}
