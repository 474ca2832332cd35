import { type ApiClient, must } from '../api-client.ts';
import type { Stage } from './stage.ts';

/** Whose money the second half of the tour is about: every act that names it means the same account. */
export const shopOf = (stage: Stage): string => stage.account('shop');

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface Charge {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: Money;
  readonly refunded: Money;
  readonly createdAt: string;
  readonly dueAt: string | null;
}

export interface Purchase {
  readonly purchaseId: string;
  readonly state: string;
  readonly endsAt: string;
  readonly charge: Charge;
}

/** What buying or renewing would do. */
export interface Plan {
  readonly amount: Money;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly quotas: readonly { readonly meter: string; readonly limitAfter: number }[];
}

export const keyed = (key: string) => ({ 'idempotency-key': key });

/** Reports one usage event of this moment, and waits until it is counted. */
export async function use(stage: Stage, account: string, type: string, amount: number): Promise<void> {
  const machine = await stage.as({ sub: 'demo-machine', scope: 'usage.write' });
  const time = new Date(await stage.now()).toISOString();
  const id = `${type}-${amount}-at-${time}`;
  const event = { specversion: '1.0', id, source: 'demo', type, subject: account, time, data: { amount } };
  must(202, await machine.call('POST /v1/usage-events', [event]));
  await stage.settle();
}

/** An account's charges, the newest first, part by part. */
export async function chargesOf(client: ApiClient, account: string): Promise<Charge[]> {
  const charges: Charge[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const route: string = `GET /v1/accounts/${account}/charges?limit=3${cursor && `&cursor=${cursor}`}`;
    const answer = await client.call<{ items: Charge[]; nextCursor: string | null }>(route);
    const { items, nextCursor } = must(200, answer);
    charges.push(...items);
    cursor = nextCursor;
  }
  return charges;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly at: string;
}

export const addressOf = (account: string): string => `${account}@example.com`;

/** The mail that an account got, the oldest first. */
export async function mailOf(stage: Stage, account: string): Promise<Mail[]> {
  await stage.settle();
  const anyone = await stage.as({ sub: account });
  const { items } = must(200, await anyone.call<{ items: Mail[] }>('GET /dev/outbox'));
  return items.filter(({ to }) => to.includes(addressOf(account))).toReversed();
}
