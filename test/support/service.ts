import { iso, parseInstant, plus, SECOND } from '../../functions/domain/time.ts';
import type { LocalStack } from '../../local/local-stack.ts';
import { type Client, type EventParts, type TestStack, usageEvent } from './local-stack.ts';

/** The middle of a month, an hour and a day: nothing rolls over while a test runs. */
export const MIDMONTH = '2027-03-15T12:10:00Z';

export const moveTo = (desk: LocalStack, time: string): void => desk.clock.set(parseInstant(time));

let lastYear = 2090;

/**
 * A year for one test, before those of the tests so far: what they left is due only after all that this one does. In one
 * year, each move of the clock would do the daily work of the accounts of all tests. Hands back a time of that year.
 */
export function ownYear(): (time: string) => string {
  lastYear -= 1;
  const year = lastYear;
  return (time) => `${year}-${time}`;
}

/** The business time, some seconds later or earlier. */
export const timeOf = (desk: LocalStack, afterSeconds = 0): string =>
  iso(plus(desk.clock.now(), afterSeconds * SECOND));

/** A client for what other services do: it reports usage, takes slots, reads all. */
export const machineOf = (desk: TestStack): Promise<Client> =>
  desk.as({ sub: 'machine', scope: 'usage.write slots.write read.all' });

/** A usage event of the business time's moment. */
export const eventOf = (desk: LocalStack, parts: EventParts) => usageEvent({ time: timeOf(desk), ...parts });

/** Reports events and waits until they are counted. */
export async function count(desk: TestStack, machine: Client, events: readonly unknown[]): Promise<void> {
  const { status, body } = await machine.call('POST /v1/usage-events', events);
  expect({ status, body }).toEqual({ status: 202, body: { accepted: events.length } });
  await desk.drain();
}

export interface QuotaView {
  readonly meter: string;
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly remaining: number;
  readonly state: string;
  readonly burn?: unknown;
  readonly unreserved?: number;
}

export async function quotaOf(
  client: Client,
  account: string,
  meter: string,
  query = '',
): Promise<QuotaView> {
  const { status, body } = await client.call(`GET /v1/accounts/${account}/quotas${query}`);
  expect(status).toBe(200);
  const quota = (body.quotas as QuotaView[]).find((each) => each.meter === meter);
  if (!quota) throw new Error(`There is no quota of ${meter}.`);
  return quota;
}

/** What a test most often asks of a quota. */
export async function usedOf(client: Client, account: string, meter = 'bandwidth'): Promise<number> {
  return (await quotaOf(client, account, meter)).used;
}

export const problemType = (slug: string): string => `https://real-deal.dev/problems/${slug}`;

export const march = { start: '2027-03-01T00:00:00.000Z', end: '2027-04-01T00:00:00.000Z' };
