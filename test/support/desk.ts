import { type Desk, type DeskOptions, startDesk } from '../../local/desk.ts';

export interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A running desk, empty and in memory, with a client for each kind of caller. */
export interface TestDesk extends Desk {
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
  call<T = any>(route: string, body?: unknown, headers?: Record<string, string>): Promise<Answered<T>>;
}

export async function openDesk(options: DeskOptions = {}): Promise<TestDesk> {
  const desk = await startDesk(options);
  return {
    ...desk,
    as: async (claims) => client(desk.url, await desk.issueToken(claims)),
  };
}

/** Calls `METHOD /path` with a token; text bodies go out as they are. */
export function client(url: string, token: string | null): Client {
  return {
    call: async (route, body, headers = {}) => {
      const [method = '', path = ''] = route.split(' ');
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        headers: response.headers,
        body: isJson && text !== '' ? JSON.parse(text) : text,
      };
    },
  };
}

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
