import { type ApiClient, must } from '../api-client.ts';
import type { Demo } from './scenario.ts';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface Charge {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: Money;
  readonly createdAt: string;
  readonly dueAt: string | null;
}

export interface Quota {
  readonly meter: string;
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly state: string;
  readonly period: { readonly start: string; readonly end: string } | null;
  readonly burn?: readonly { readonly used: number }[];
}

export const DAY = 86_400_000;
export const GB = 1_000_000_000;

export const keyed = (key: string) => ({ 'idempotency-key': key });

/** Shortens an id for the screen. */
export const short = (id: string): string => `${id.slice(0, 20)}…`;

export const asAdmin = (demo: Demo): Promise<ApiClient> =>
  demo.as({ sub: 'user_demo-admin', groups: ['admin'] });

export async function quotaOf(client: ApiClient, account: string, meter: string): Promise<Quota> {
  const path = `GET /v1/accounts/${account}/quotas?explain=true`;
  const { quotas } = must(200, await client.call<{ quotas: Quota[] }>(path));
  const quota = quotas.find((each) => each.meter === meter);
  if (!quota) throw new Error(`${account} has no quota of ${meter}.`);
  return quota;
}

/** Returns the account's charges, the newest first. */
export async function chargesOf(client: ApiClient, account: string): Promise<Charge[]> {
  const path = `GET /v1/accounts/${account}/charges?limit=100`;
  return must(200, await client.call<{ items: Charge[] }>(path)).items;
}

/** Reports one usage event of this moment, and waits until it is counted. */
export async function use(demo: Demo, account: string, type: string, amount: number): Promise<void> {
  const machine = await demo.as({ sub: 'demo-machine', scope: 'usage.write' });
  const time = new Date(await demo.now()).toISOString();
  const id = `${type}-${amount}-at-${time}`;
  const event = { specversion: '1.0', id, source: 'demo', type, subject: account, time, data: { amount } };
  must(202, await machine.call('POST /v1/usage-events', [event]));
  await demo.drain();
}

/** Refunds a part of a charge as an administrator, or all that is left of it. Returns the refund. */
export async function refund(demo: Demo, { chargeId, amount }: Charge, part?: number): Promise<Charge> {
  const admin = await asAdmin(demo);
  const wish = part === undefined ? {} : { amount: { ...amount, amount: part } };
  const path = `POST /v1/admin/charges/${chargeId}/refunds`;
  const key = keyed(`${chargeId}-${part ?? 'rest'}`);
  return must(201, await admin.call<Charge>(path, { reason: 'Demo', ...wish }, key));
}
