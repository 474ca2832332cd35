import type { AccountId } from '../../../functions/domain/accounts.ts';
import { iso } from '../../../functions/domain/time.ts';
import type { LocalStack } from '../../../local/local-stack.ts';
import { type ApiClient, connect, must } from '../../api-client.ts';
import { percentile } from '../figures.ts';
import { idFrom, randomFrom } from '../measuring.ts';
import { type Metered, metering } from './metering.ts';
import { added, nothing, scaled, type Use } from './pricing.ts';

/** What operations are measured with: a local stack without other users. */
export interface Harness {
  readonly stack: LocalStack;
  readonly repeats: number;
  readonly machine: ApiClient;
  /** Returns an unused account, with a client of its owner. */
  newAccount(): Promise<Account>;
}

export interface Account {
  readonly account: AccountId;
  readonly owner: ApiClient;
}

const WARM_UP = 3;

export async function openHarness(stack: LocalStack, repeats: number): Promise<Harness> {
  const as = async (claims: { sub: string; scope?: string }) =>
    connect(stack.url, await stack.issueToken(claims));
  let accounts = 0;
  return {
    stack,
    repeats,
    machine: await as({ sub: 'machine', scope: 'usage.write slots.write' }),
    newAccount: async () => {
      accounts += 1;
      const account = `user_costs-${accounts}` as AccountId;
      return { account, owner: await as({ sub: account }) };
    },
  };
}

/**
 * Measures an operation several times, each alone with all its follow-up work. Returns the average usage, and the
 * median duration, because other processes disturb some runs. `prepare` is not measured.
 */
export async function each<T>(
  { stack, repeats }: Harness,
  prepare: () => Promise<T>,
  run: (prepared: T) => Promise<unknown>,
): Promise<Metered> {
  const found: Metered[] = [];
  for (let time = -WARM_UP; time < repeats; time += 1) {
    const prepared = await prepare();
    await stack.drain();
    const one = await metering(async () => {
      await run(prepared);
      await stack.drain();
    });
    if (time >= 0) found.push(one);
  }
  return typical(found);
}

/** Divides the usage of `count` operations by their number. */
export const shareOf = ({ use, milliseconds }: Metered, count: number): Metered => ({
  use: scaled(use, 1 / count),
  milliseconds: new Map([...milliseconds].map(([name, spent]) => [name, spent / count])),
});

function typical(found: readonly Metered[]): Metered {
  const mean = scaled(found.map(({ use }) => use).reduce(added, nothing), 1 / found.length);
  const use: Use = { ...mean, compute: middle(found.map((one) => one.use.compute)) };
  const names = new Set(found.flatMap(({ milliseconds }) => [...milliseconds.keys()]));
  const milliseconds = new Map(
    [...names].map((name) => [name, middle(found.map((one) => one.milliseconds.get(name) ?? 0))]),
  );
  return { use, milliseconds };
}

const middle = (values: readonly number[]): number => percentile(values, 0.5);

/** Calls the API, and throws for another status. */
export async function ask<T>(
  client: ApiClient,
  status: number,
  route: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<T> {
  return must(status, await client.call<T>(route, body, headers));
}

let keys = 0;

/** Returns a new idempotency key. */
export const freshKey = () => {
  keys += 1;
  return { 'idempotency-key': `costs-${keys}` };
};

const random = randomFrom(1);
export const freshId = (): string => idFrom(random);

/** Builds a usage event of now, as a machine reports it. */
export const usageEvent = ({ stack }: Harness, subject: string, amount: number) => ({
  specversion: '1.0',
  id: freshId(),
  source: 'cdn-edge-07',
  type: 'bandwidth',
  subject,
  time: iso(stack.clock.now()),
  data: { amount },
});
