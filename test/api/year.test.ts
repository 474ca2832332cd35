import { type Client, openDesk, someone, type TestDesk } from '../support/desk.ts';
import { Life, sellMonth20 } from '../support/life.ts';
import { moveClock } from '../support/paying.ts';
import { monthOf } from '../support/plain-account.ts';
import { machineOf, moveTo } from '../support/service.ts';
import { csvTakings, listedTakings, reportedTakings, takingsOf } from '../support/takings.ts';

const GB = 1_000_000_000;
const FROM = '2027-01-04';
const TO = '2028-02-06';

let desk: TestDesk;
let admin: Client;
let life: Life;

beforeAll(async () => {
  desk = await openDesk();
  moveTo(desk, '2027-01-05T12:00:00Z');
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  await sellMonth20(admin);
  life = await Life.begin(desk, admin, await machineOf(desk));
});
afterAll(() => desk.stop());

const to = async (time: string): Promise<void> => {
  await moveClock(desk, time);
  life.plain.advance(desk.clock.now());
};
const day = (month: number, date: number, time = '12:00:00'): string =>
  new Date(Date.UTC(2027, month - 1, date)).toISOString().replace('00:00:00.000', time);

/** What is done on the fifth and on the twentieth of each month. */
const early: Readonly<Record<number, () => Promise<unknown>>> = {
  1: () => life.buy('cap_50'),
  2: () => life.buy('month_20'),
  3: () => life.confirm(4 * GB),
  4: () => life.buy('month_20'),
  5: () => life.buy('slots_5_sub'),
  6: () => life.renew(),
  7: () => life.buy('month_20'),
  8: () => life.confirm(2 * GB),
  9: () => life.buy('month_20'),
  10: () => life.confirm(3 * GB),
  11: () => life.renew(),
  12: () => life.buy('slots_5_sub'),
  13: () => life.renew(),
};
const late: Readonly<Record<number, () => Promise<unknown>>> = {
  1: () => life.refund(100),
  3: () => life.confirm(1 * GB),
  4: () => life.renew(),
  7: () => life.refund(null, (n) => n - 1),
  8: () => life.pay(),
  9: () => life.refund(700, (n) => n - 1),
  11: () => life.pay(),
  12: () => life.renew(),
};

it('goes by as it does on paper: after each month every balance and every charge', async () => {
  for (let month = 1; month <= 13; month += 1) {
    if (month > 1) await to(day(month, 5));
    await early[month]?.();
    await life.use('bandwidth', (9 + ((month * 7) % 29)) * GB + month);
    await life.use('transcoding', 1_000 * (1 + (month % 5)) + month);
    await desk.drain();
    await to(day(month, 20));
    await late[month]?.();
    await life.use('bandwidth', (3 + ((month * 5) % 11)) * GB);
    await desk.drain();
    const own = monthOf(life.plain.now);
    // Late, but within the grace: it counts in its own month.
    await to(day(month + 1, 1, '06:00:00'));
    await life.use('bandwidth', 2 * GB + 1, day(month + 1, 0, '22:00:00'), own);
    await life.use('transcoding', 300, day(month + 1, 0, '22:00:00'), own);
    await life.use('bandwidth', 1);
    await desk.drain();
    await to(day(month + 1, 3, '18:00:00'));
    // Later than that: it counts in the running month.
    await life.use('transcoding', 77, day(month + 1, 0, '22:00:00'));
    await desk.drain();
    const { told, computed } = await life.compare();
    expect({ month, told }).toEqual({ month, told: computed });
  }
});

it('comes to the same sums in the list, the CSV, the revenue report and the records, to the cent', async () => {
  const plain = takingsOf(life.plain.charges);
  expect(plain.gross).toMatchObject({
    capacityPack: expect.any(Number),
    jobSlotPack: expect.any(Number),
    overage: expect.any(Number),
  });
  expect(plain.refunds).toBeGreaterThan(0);
  expect(await listedTakings(life.owner, life.account)).toEqual(plain);
  expect(await csvTakings(life.owner, life.account)).toEqual(plain);
  expect(await reportedTakings(admin, FROM, TO)).toEqual(plain);
  const { rebuild } = await import('../../functions/store/rebuild/rebuild.ts');
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

it('tells the usage of a day meter by meter, in the same order each time', async () => {
  const { body } = await admin.call(`GET /v1/admin/usage?from=${FROM}&to=${TO}`);
  const points = body.items.map(pointOf);
  expect(points).toEqual(points.toSorted());
});

const pointOf = ({ day, meter, total, accounts }: Record<string, unknown>): string =>
  `${day} ${meter} ${total} ${accounts}`;

/** Deletes them in the engine, behind the service's back; says how many. */
async function deleteSnapshots(): Promise<number> {
  const { DeleteCommand } = await import('@aws-sdk/lib-dynamodb');
  const { table, tableName } = await import('../../functions/store/client.ts');
  const { itemsIn } = await import('../../functions/store/range.ts');
  let deleted = 0;
  for await (const { pk, sk } of itemsIn({ pk: `A#${life.account}`, from: 'SNAP#', to: 'SNAP#~' })) {
    await table.send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }));
    deleted += 1;
  }
  return deleted;
}
