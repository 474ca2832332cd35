import { randomBytes } from 'node:crypto';
import type { Charge } from '../../functions/domain/charges/charges.ts';
import { accountNamed } from './grants.ts';
import type { Client, TestStack } from './local-stack.ts';
import { freshKey } from './paying.ts';
import { MIDMONTH } from './service.ts';

export interface ChargeView {
  readonly chargeId: string;
  readonly type: string;
  readonly status: string;
  readonly amount: { readonly amount: number; readonly currency: string };
  readonly refunded: { readonly amount: number };
}

/** Buys a pack and has it paid at once. */
export async function buy(
  client: Client,
  account: string,
  packType = 'cap_10',
): Promise<{ purchaseId: string; charge: ChargeView }> {
  const order = { packType, paymentMethod: 'sandbox_ok' };
  const { status, body } = await client.call(`POST /v1/accounts/${account}/purchases`, order, freshKey());
  expect({ status, state: body.state }).toEqual({ status: 201, state: 'active' });
  return body;
}

export const chargesOf = async (client: Client, account: string, query = ''): Promise<ChargeView[]> =>
  (await client.call(`GET /v1/accounts/${account}/charges${query}`)).body.items;

/** All items of a list, part by part. */
export async function allOf<Item>(client: Client, path: string, limit = 2): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = `limit=${limit}${cursor && `&cursor=${cursor}`}`;
    const { body } = await client.call(`GET ${path}${path.includes('?') ? '&' : '?'}${query}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
}

/** A debt as the close of a period makes it. The store reads the environment when it is loaded: so it is loaded late. */
export async function owe(desk: TestStack, account: string, amount: number): Promise<string> {
  const { addCharge } = await import('../../functions/store/charges/charges.ts');
  const { scheduleAccount } = await import('../../functions/store/accounts/accounts.ts');
  const { Transaction } = await import('../../functions/store/table/transaction.ts');
  const { newCharge } = await import('../../functions/domain/charges/charges.ts');
  const { cny } = await import('../../functions/domain/money.ts');
  const now = desk.clock.now();
  const charge: Charge = {
    ...newCharge,
    chargeId: `chg_${now.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`,
    account: accountNamed(account),
    type: 'overage',
    subject: { kind: 'overage', meter: 'bandwidth', period: `${MIDMONTH.slice(0, 7)}-01` as never },
    amount: cny(amount),
    lines: [{ description: 'Bandwidth beyond the limit', quantity: 1, amount: cny(amount) }],
    reason: 'Bandwidth beyond the limit',
    createdAt: now,
  };
  await scheduleAccount(charge.account, now);
  const transaction = new Transaction();
  addCharge(transaction, charge);
  expect(await transaction.commit()).toBe(true);
  return charge.chargeId;
}
