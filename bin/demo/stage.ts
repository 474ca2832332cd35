import { type ApiClient, type Claims, connect, must, tokenFrom } from '../api-client.ts';
import type { Finding, Screen } from './screen.ts';

/** One part of the tour. A further part is one more entry of the list in `bin/demo.ts`. */
export interface Act {
  readonly title: string;
  /** It moves the clock, which concerns everybody: it is played on a desk of the tour's own only. */
  readonly movesClock?: true;
  play(stage: Stage): Promise<void>;
}

/** What an act works with. */
export interface Stage {
  readonly screen: Screen;
  /** Whether nobody else uses the desk. */
  readonly isAlone: boolean;
  /** An account that nobody has used before; the same for the same name, in every act. */
  account(name: string, kind?: 'user' | 'company'): string;
  as(claims: Claims): Promise<ApiClient>;
  /** Holds a figure against what it must be. Both are shown as `format` says. */
  expect<T extends string | number>(what: string, expected: T, seen: T, format?: (value: T) => string): void;
  /** Waits until everything that was accepted is counted. */
  settle(): Promise<void>;
  /** The service's own time, epoch milliseconds. */
  now(): Promise<number>;
  /** Moves the service's time, with everything that falls due on the way. */
  moveTo(at: number): Promise<void>;
  readonly findings: readonly Finding[];
}

export interface Quota {
  readonly meter: string;
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly state: string;
  readonly period: { readonly start: string; readonly end: string } | null;
}

export function openStage(url: string, screen: Screen, isAlone: boolean): Stage {
  const run = Date.now().toString(36);
  const findings: Finding[] = [];
  const anyone = connect(url, null);
  return {
    screen,
    isAlone,
    findings,
    account: (name, kind = 'user') => `${kind}_demo-${name}-${run}`,
    as: async (claims) => connect(url, await tokenFrom(`${url}/dev/token`, claims)),
    expect: (what, expected, seen, format = String) => {
      const finding = { what, expected: format(expected), seen: format(seen), ok: expected === seen };
      findings.push(finding);
      screen.finding(finding);
    },
    settle: async () => {
      must(200, await anyone.call('POST /dev/drain', {}));
    },
    now: async () => Date.parse(must(200, await anyone.call<{ now: string }>('GET /dev/clock')).now),
    moveTo: async (at) => {
      must(200, await anyone.call('POST /dev/clock', { now: new Date(at).toISOString() }));
    },
  };
}

export async function quotaOf(client: ApiClient, account: string, meter: string): Promise<Quota> {
  const answer = await client.call<{ quotas: Quota[] }>(`GET /v1/accounts/${account}/quotas`);
  const quota = must(200, answer).quotas.find((each) => each.meter === meter);
  if (!quota) throw new Error(`${account} has no quota of ${meter}.`);
  return quota;
}
