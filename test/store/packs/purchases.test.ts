import { chargeIdOf, type Operation } from '../../../functions/domain/ids.ts';
import { catalogue } from '../../../functions/domain/packs/packs.ts';
import { newPurchase, packCharge, planPurchase } from '../../../functions/domain/packs/purchases.ts';
import { NOW } from '../../support/arbitraries.ts';
import { accountNamed } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { openTable } from '../../support/table.ts';

const load = async () => ({
  ...(await import('../../../functions/store/packs/purchases.ts')),
  ...(await import('../../../functions/store/table/conditional-write.ts')),
  ...(await import('../../../functions/store/table/idempotency.ts')),
});

let engine: { close(): Promise<void> };
let store: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  engine = await openTable();
  store = await load();
});
afterAll(() => engine.close());

/** An operation that holds its key, of an account of its own. */
async function claimed(): Promise<Operation> {
  const scope = accountNamed(someone());
  const { id, begunAt } = await store.claimKey(scope, claimOf(scope, 1), NOW);
  return { id, begunAt, scope };
}

/** Requests under one key: their ids begin with its 16 digits. */
const claimOf = (scope: string, request: number) => ({
  id: `${'7'.repeat(16)}${request}`.padEnd(32, '0'),
  fingerprint: `${request}`,
  by: scope,
});

function orderOf(operation: Operation) {
  const [pack] = catalogue;
  if (!pack) throw new Error('The catalogue is empty.');
  const purchase = newPurchase(accountNamed(operation.scope), pack, operation);
  const method = { provider: 'sandbox', method: 'card_ok' } as const;
  return {
    purchase,
    charge: packCharge(purchase, planPurchase(purchase.terms, NOW), 'purchase', method, operation),
  };
}

describe('a purchase that begins', () => {
  it('is found by a second run of its operation', async () => {
    const operation = await claimed();
    const { purchase, charge } = orderOf(operation);
    const begin = () => store.beginPurchase({ value: purchase, version: 0 }, charge, operation, 'user_test');
    expect(await begin()).toEqual({ kind: 'begun', charge });
    expect(await begin()).toEqual({ kind: 'begun', charge });
  });

  it('writes nothing once its key belongs to another operation', async () => {
    const operation = await claimed();
    const { purchase, charge } = orderOf(operation);
    const record = { ...claimOf(operation.scope, 1), id: operation.id, begunAt: NOW, keptUntil: NOW };
    expect(await store.releaseKey(operation.scope, record, operation)).toEqual({ kind: 'released' });
    await store.claimKey(operation.scope, claimOf(operation.scope, 2), NOW);
    expect(
      await store.beginPurchase({ value: purchase, version: 0 }, charge, operation, 'user_test'),
    ).toEqual({
      kind: 'key-lost',
    });
    expect(await store.loadPurchase(purchase.account, purchase.purchaseId)).toBeUndefined();
  });

  it('has to be decided again when the purchase that it renews has changed', async () => {
    const operation = await claimed();
    const { purchase, charge } = orderOf(operation);
    const stale = { value: { ...purchase, renewing: chargeIdOf(operation) }, version: 5 };
    expect(await store.beginPurchase(stale, charge, operation, 'user_test')).toBe(store.RETRY);
  });
});
