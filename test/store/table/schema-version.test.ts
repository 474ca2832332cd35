import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { parseInstant } from '../../../functions/domain/time.ts';
import {
  accountKey,
  balanceKey,
  chargeKey,
  deliveryKey,
  endpointKey,
  type Key,
  quoteKey,
  uploadKey,
} from '../../../functions/store/keys.ts';
import type { Image } from '../../../functions/store/table/image.ts';
import { openTable } from '../../support/table.ts';

const NOW = parseInstant('2027-03-10T12:00:00Z');
const account = 'user_schema' as AccountId;
const refTo = (meter: string) => ({ account, meter: requireMeter(meter), period: periodOf(NOW) });

const load = async () => ({
  ...(await import('../../../functions/store/table/client.ts')),
  ...(await import('../../../functions/store/table/transaction.ts')),
  ...(await import('../../../functions/store/table/versioned.ts')),
  ...(await import('../../../functions/store/accounts/accounts.ts')),
  ...(await import('../../../functions/store/balances/balances.ts')),
  ...(await import('../../../functions/store/balances/quotas.ts')),
  ...(await import('../../../functions/store/charges/charges.ts')),
  ...(await import('../../../functions/store/notifications/deliveries.ts')),
  ...(await import('../../../functions/store/notifications/endpoints.ts')),
  ...(await import('../../../functions/store/storage/uploads.ts')),
  ...(await import('../../../functions/store/stream/changes.ts')),
});

let engine: { close(): Promise<void> };
let store: Awaited<ReturnType<typeof load>>;

beforeAll(async () => {
  engine = await openTable();
  store = await load();
});
afterAll(() => engine.close());

const put = (key: Key, item: object) =>
  store.table.send(new PutCommand({ TableName: store.tableName(), Item: { ...key, ...item } }));

const itemAt = async (Key: Key) =>
  (await store.table.send(new GetCommand({ TableName: store.tableName(), Key: { ...Key } }))).Item;

const keyOf = (meter: string): Key => {
  const ref = refTo(meter);
  return balanceKey(account, ref.meter, ref.period);
};

describe('an item of a schema version that this code does not know', () => {
  const page = { limit: 10 };
  it.each<[string, Key, () => Promise<unknown>]>([
    ['a charge', chargeKey(account, 'chg_1'), () => store.loadCharge(account, 'chg_1')],
    ['a charge in a list', chargeKey(account, 'chg_1'), () => store.listCharges(account, page)],
    ['a counter', keyOf('bandwidth'), () => store.loadBalance(refTo('bandwidth'))],
    ['a balance among quotas', keyOf('storage'), () => store.loadQuotas(account, NOW)],
    ['slots', keyOf('jobSlots'), () => store.loadSlots(refTo('jobSlots'))],
    ['an account', accountKey(account), () => store.loadAccount(account)],
    ['an upload', uploadKey(account, 'upl_1'), () => store.findUpload(account, 'upl_1')],
    ['an endpoint', endpointKey(account, 'ep_1'), () => store.findEndpoint(account, 'ep_1')],
    [
      'a delivery',
      deliveryKey(account, 'ep_1', 'dlv_1'),
      () => store.findDelivery(account, 'ep_1', 'dlv_1', NOW),
    ],
  ])('is refused, not misread: %s', async (_, key, read) => {
    await put(key, { v: 2, status: 'paid', amount: 5 });
    await expect(read()).rejects.toThrow('schema version 2');
  });

  it.each([accountKey(account), chargeKey(account, 'chg_2'), keyOf('bandwidth'), keyOf('jobSlots')])(
    'is refused in the stream: %j',
    (key) => {
      const image = marshall({ ...key, v: 2 }) as Image;
      expect(() => store.readChange(undefined, image)).toThrow('schema version 2');
    },
  );
});

describe('a record', () => {
  it('is written with its schema version, and read also without one, as older items are', async () => {
    const key = quoteKey(account, 'quo_1');
    const transaction = new store.Transaction();
    store.saveRecord(transaction, key, { value: { amount: 5 }, version: 0 });
    await transaction.commit();
    expect(await store.loadRecord(key)).toEqual({ value: { amount: 5 }, version: 1 });
    expect(store.readRecord({ record: { amount: 5 }, rev: 1 })).toEqual({ value: { amount: 5 }, version: 1 });
    expect(store.readRecord({ record: { amount: 5 }, rev: 1, v: 1 })).toEqual({
      value: { amount: 5 },
      version: 1,
    });
    expect(await itemAt(key)).toMatchObject({ v: 1 });
  });
});
