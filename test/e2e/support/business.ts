import { randomUUID } from 'node:crypto';
import { type Answer, type Caller, freshKey } from './caller.ts';
import { eventually, now } from './time.ts';

export const GB = 1_000_000_000;

export const cny = (amount: number) => ({ amount, currency: 'CNY' });

/** A URI, as CloudEvents wants a source to be: its slashes must survive every gateway. */
export const SOURCE = 'https://e2e.example/edge/7?zone=1#a';

/** A usage event of this moment. */
export async function usageEvent(subject: string, amount: number, type = 'bandwidth') {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: SOURCE,
    type,
    subject,
    time: (await now()).toISOString(),
    data: { amount },
  };
}

export async function quotaOf(caller: Caller, account: string, meter: string, query = '') {
  const { status, body } = await caller.call(`GET /v1/accounts/${account}/quotas${query}`);
  expect({ status, body }).toMatchObject({ status: 200, body: { account } });
  return body.quotas.find((quota: { meter: string }) => quota.meter === meter);
}

export const limitOf = async (caller: Caller, account: string, meter: string): Promise<number> =>
  (await quotaOf(caller, account, meter)).limit;

/** Reports use, and waits until it is counted. */
export async function use(machine: Caller, account: string, amount: number, meter = 'bandwidth') {
  const before = (await quotaOf(machine, account, meter)).used;
  const event = await usageEvent(account, amount, meter);
  expect(await machine.call('POST /v1/usage-events', [event])).toMatchObject({
    status: 202,
    body: { accepted: 1 },
  });
  await eventually(async () =>
    expect(await quotaOf(machine, account, meter)).toMatchObject({ used: before + amount }),
  );
  return event;
}

export const buy = (
  owner: Caller,
  account: string,
  packType: string,
  paymentMethod = 'sandbox_ok',
  headers: Readonly<Record<string, string>> = freshKey(),
): Promise<Answer> =>
  owner.call(`POST /v1/accounts/${account}/purchases`, { packType, paymentMethod }, headers);

export async function chargesOf(owner: Caller, account: string, query = '') {
  const { status, body } = await owner.call(`GET /v1/accounts/${account}/charges${query}`);
  expect(status).toBe(200);
  return body.items;
}

/** How many answers there were of each status. */
export function tally(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The same request many times at once, over as many connections. */
export const atOnce = (times: number, request: (n: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, (_, n) => request(n)));
