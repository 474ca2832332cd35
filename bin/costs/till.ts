import type { AccountId } from '../../functions/domain/accounts.ts';
import { iso } from '../../functions/domain/time.ts';
import type { Desk } from '../../local/desk.ts';
import { idFrom, randomFrom } from '../bench/bench.ts';
import { type Answer, type ApiClient, connect } from '../demo/client.ts';
import { must } from '../demo/stage.ts';
import { type Metered, metering } from './metering.ts';
import { added, nothing, scaled, type Use } from './pricing.ts';

/** What operations are measured with: a desk that nobody else uses. */
export interface Till {
  readonly desk: Desk;
  readonly repeats: number;
  readonly machine: ApiClient;
  /** An account that nobody has used before, and the client of its owner. */
  newcomer(): Promise<Account>;
}

export interface Account {
  readonly account: AccountId;
  readonly owner: ApiClient;
}

const WARM_UP = 3;

export async function openTill(desk: Desk, repeats: number): Promise<Till> {
  const as = async (claims: { sub: string; scope?: string }) =>
    connect(desk.url, await desk.issueToken(claims));
  let accounts = 0;
  return {
    desk,
    repeats,
    machine: await as({ sub: 'machine', scope: 'usage.write slots.write' }),
    newcomer: async () => {
      accounts += 1;
      const account = `user_costs-${accounts}` as AccountId;
      return { account, owner: await as({ sub: account }) };
    },
  };
}

/**
 * Measures an operation some times, each alone and with all that follows from it, and hands back the average; of the
 * time that functions take the middle one, because other processes disturb some. What `prepare` does is not measured.
 */
export async function each<T>(
  { desk, repeats }: Till,
  prepare: () => Promise<T>,
  run: (prepared: T) => Promise<unknown>,
): Promise<Metered> {
  const found: Metered[] = [];
  for (let time = -WARM_UP; time < repeats; time += 1) {
    const prepared = await prepare();
    await desk.drain();
    const one = await metering(async () => {
      await run(prepared);
      await desk.drain();
    });
    if (time >= 0) found.push(one);
  }
  return typical(found);
}

/** The part of what `count` operations used together that is one's. */
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

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Calls, and throws unless it is answered like that. */
export async function ask<T>(
  client: ApiClient,
  status: number,
  route: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
): Promise<T> {
  const answer: Answer<T> = await client.call<T>(route, body, headers);
  return must(status, answer);
}

let keys = 0;

/** A key that no request had before. */
export const freshKey = () => {
  keys += 1;
  return { 'idempotency-key': `costs-${keys}` };
};

const random = randomFrom(1);
export const freshId = (): string => idFrom(random);

/** An event of this moment, as a machine reports it. */
export const usageEvent = ({ desk }: Till, subject: string, amount: number) => ({
  specversion: '1.0',
  id: freshId(),
  source: 'cdn-edge-07',
  type: 'bandwidth',
  subject,
  time: iso(desk.clock.now()),
  data: { amount },
});
