import { Actor } from '../../histories/actor.ts';
import { brokenLaws } from '../../histories/conservation.ts';
import { mayRenew } from '../../histories/model/packs.ts';
import type { PackTerms } from '../../histories/model/terms.ts';
import { offerPack } from '../../histories/offer.ts';
import { confirmOverage, payCharge } from '../../histories/operations/overage.ts';
import { buyPack, refundCharge, renewPack } from '../../histories/operations/packs.ts';
import { report } from '../../histories/operations/usage.ts';
import { checkAll } from '../../histories/play.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { moveClock } from '../../support/paying.ts';
import { machineOf, moveTo } from '../../support/service.ts';
import { csvTakings, listedTakings, reportedTakings, takingsOf } from '../../support/takings.ts';

const GB = 1_000_000_000;
const FROM = '2027-01-04';
const TO = '2028-02-06';

const MONTH_20: PackTerms = {
  packType: 'month_20',
  kind: 'capacity',
  grants: { bandwidth: 20 * GB, transcoding: 5_000, storage: GB },
  price: 5_000,
  days: 30,
};
const CAP_50: PackTerms = {
  packType: 'cap_50',
  kind: 'capacity',
  grants: { storage: 50 * GB, bandwidth: 100 * GB, transcoding: 18_000 },
  price: 11_900,
  days: 365,
};
const SLOTS_5: PackTerms = {
  packType: 'slots_5_sub',
  kind: 'jobSlots',
  grants: { jobSlots: 5 },
  price: 1_200,
  days: 30,
};

let desk: TestStack;
let admin: Client;
let life: Actor;

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, '2027-01-05T12:00:00Z');
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  await offerPack(admin, MONTH_20);
  life = await Actor.create({ desk, admin, machine: await machineOf(desk) });
});
afterAll(() => desk.stop());

const to = (time: string): Promise<void> => moveClock(desk, time);
const day = (month: number, date: number, time = '12:00:00'): string =>
  new Date(Date.UTC(2027, month - 1, date)).toISOString().replace('00:00:00.000', time);

const buy = (terms: PackTerms) => buyPack(life, terms, 'sandbox_ok');
const confirm = (amount: number) => confirmOverage(life, 'bandwidth', amount);
const use = (meter: 'bandwidth' | 'transcoding', amount: number, time?: string) =>
  report(life, meter, amount, time === undefined ? life.now() : Date.parse(time), 2);

/** Renews the first pack that can be renewed. */
async function renew(): Promise<void> {
  const now = life.now();
  const pack = life.model.packs.find((each) => mayRenew(each, now));
  if (pack) await renewPack(life, pack, 'sandbox_ok');
}

/** Refunds the first or the last charge of a pack that was never renewed. */
async function refund(part: number | null, which: 'first' | 'last'): Promise<void> {
  const { ledger, packs, payments } = life.model;
  const single = new Set(packs.filter(({ paid }) => paid === 1).map(({ id }) => id));
  const charges = ledger.charges.filter(
    (charge) => single.has(charge.packId ?? '') && payments.refundable(charge) > (part ?? 0),
  );
  const charge = which === 'first' ? charges[0] : charges.at(-1);
  if (charge) await refundCharge(life, charge, part);
}

async function pay(): Promise<void> {
  await checkAll(life);
  for (const debt of life.model.ledger.debts) await payCharge(life, debt);
}

/** What is done on the fifth and on the twentieth of each month. */
const early: Readonly<Record<number, () => Promise<unknown>>> = {
  1: () => buy(CAP_50),
  2: () => buy(MONTH_20),
  3: () => confirm(4 * GB),
  4: () => buy(MONTH_20),
  5: () => buy(SLOTS_5),
  6: () => renew(),
  7: () => buy(MONTH_20),
  8: () => confirm(2 * GB),
  9: () => buy(MONTH_20),
  10: () => confirm(3 * GB),
  11: () => renew(),
  12: () => buy(SLOTS_5),
  13: () => renew(),
};
const late: Readonly<Record<number, () => Promise<unknown>>> = {
  1: () => refund(100, 'first'),
  3: () => confirm(1 * GB),
  4: () => renew(),
  7: () => refund(null, 'last'),
  8: () => pay(),
  9: () => refund(700, 'last'),
  11: () => pay(),
  12: () => renew(),
};

it('goes by as the model says: after each month every balance, charge and notification', async () => {
  for (let month = 1; month <= 13; month += 1) {
    if (month > 1) await to(day(month, 5));
    await early[month]?.();
    await use('bandwidth', (9 + ((month * 7) % 29)) * GB + month);
    await use('transcoding', 1_000 * (1 + (month % 5)) + month);
    await desk.drain();
    await to(day(month, 20));
    await late[month]?.();
    await use('bandwidth', (3 + ((month * 5) % 11)) * GB);
    await desk.drain();
    // Late, but within the grace: it counts in its own month.
    await to(day(month + 1, 1, '06:00:00'));
    await use('bandwidth', 2 * GB + 1, day(month + 1, 0, '22:00:00'));
    await use('transcoding', 300, day(month + 1, 0, '22:00:00'));
    await use('bandwidth', 1);
    await desk.drain();
    await to(day(month + 1, 3, '18:00:00'));
    // Later than that: it counts in the running month.
    await use('transcoding', 77, day(month + 1, 0, '22:00:00'));
    await desk.drain();
    await checkAll(life);
  }
  expect(await brokenLaws(life)).toEqual([]);
});

it('comes to the same sums in the list, the CSV, the revenue report and the records, to the cent', async () => {
  const plain = takingsOf(life.model.ledger.charges);
  expect(plain.gross).toMatchObject({
    capacityPack: expect.any(Number),
    jobSlotPack: expect.any(Number),
    overage: expect.any(Number),
  });
  expect(plain.refunds).toBeGreaterThan(0);
  expect(await listedTakings(life.owner, life.account)).toEqual(plain);
  expect(await csvTakings(life.owner, life.account)).toEqual(plain);
  expect(await reportedTakings(admin, FROM, TO)).toEqual(plain);
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: desk.clock.now() })).toEqual([]);
});

it('needs no snapshot: without any, every answer is the same', async () => {
  const answers = async () => {
    const base = `GET /v1/accounts/${life.account}`;
    const series = (meter: string) =>
      `${base}/usage?meter=${meter}&granularity=day&from=${FROM}T00:00:00Z&to=${TO}T00:00:00Z`;
    const told = [];
    for (const route of [`${base}/charges?limit=100`, series('bandwidth'), series('transcoding')])
      told.push((await life.owner.call(route)).body);
    const { asOf: _, ...quotas } = (await life.owner.call(`${base}/quotas?explain=true`)).body;
    const report = (name: string, query = '') =>
      admin.call(`GET /v1/admin/${name}?from=${FROM}&to=${TO}${query}`);
    const reports = [await report('revenue', '&granularity=month'), await report('usage')];
    expect(reports.map(({ status }) => status)).toEqual([200, 200]);
    const [revenue, usage] = reports.map(({ body }) => body);
    return [...told, quotas, revenue, { ...usage, items: usage.items.map(pointOf).sort() }];
  };
  const before = await answers();
  expect(await deleteSnapshots()).toBeGreaterThan(300);
  expect((await life.owner.call(`GET /v1/accounts/${life.account}/snapshots`)).body.items).toEqual([]);
  expect(await answers()).toEqual(before);
});

it('lists the usage of a day by meter, always in the same order', async () => {
  const { body } = await admin.call(`GET /v1/admin/usage?from=${FROM}&to=${TO}`);
  const points = body.items.map(pointOf);
  expect(points).toEqual(points.toSorted());
});

const pointOf = ({ day, meter, total, accounts }: Record<string, unknown>): string =>
  `${day} ${meter} ${total} ${accounts}`;

/** Deletes them in the engine, behind the service's back; says how many. */
async function deleteSnapshots(): Promise<number> {
  const { DeleteCommand } = await import('@aws-sdk/lib-dynamodb');
  const { table, tableName } = await import('../../../functions/store/table/client.ts');
  const { itemsIn } = await import('../../../functions/store/table/list.ts');
  let deleted = 0;
  for await (const { pk, sk } of itemsIn({ pk: `A#${life.account}`, from: 'SNAP#', to: 'SNAP#~' })) {
    await table.send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }));
    deleted += 1;
  }
  return deleted;
}
