import type { Answered, Client, TestStack } from './local-stack.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of every shape, and asserts it
type AnyAnswer = Answered<any>;

let keys = 0;

/** A key that no other request has. */
export const freshKey = () => ({ 'idempotency-key': `key-${process.pid}-${++keys}` });

/** Buys a pack and waits until all has come of it that does. */
export async function buy(
  desk: TestStack,
  owner: Client,
  account: string,
  packType: string,
  paymentMethod = 'sandbox_ok',
): Promise<AnyAnswer> {
  const answer = await owner.call(
    `POST /v1/accounts/${account}/purchases`,
    { packType, paymentMethod },
    freshKey(),
  );
  await desk.drain();
  return answer;
}

/** Moves the business clock, with all that falls due on the way. */
export async function moveClock(desk: TestStack, to: string): Promise<void> {
  const response = await fetch(`${desk.url}/dev/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: to }),
  });
  if (!response.ok) throw new Error(`The clock did not move: ${await response.text()}`);
  await desk.drain();
}

/** Everything of a list, page by page. */
export async function all<T>(client: Client, route: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const join = route.includes('?') ? '&' : '?';
    const { status, body } = await client.call(
      `GET ${route}${join}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    if (status !== 200) throw new Error(`${route} answered ${status}.`);
    items.push(...(body.items as T[]));
    cursor = body.nextCursor as string | null;
  }
  return items;
}

/** The provider says how a payment ended. */
export async function providerSays(desk: TestStack, chargeId: string, outcome: string): Promise<number> {
  const response = await fetch(`${desk.url}/dev/payments/${chargeId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome }),
  });
  await desk.drain();
  return response.status;
}
