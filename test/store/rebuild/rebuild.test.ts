import type { Difference } from '../../../functions/store/rebuild/difference.ts';
import { buy, chargesOf, owe } from '../../support/charges.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { freshKey } from '../../support/paying.ts';
import { random } from '../../support/random.ts';
import { count, eventOf, machineOf, moveTo } from '../../support/service.ts';

let desk: TestStack;
let admin: Client;
let machine: Client;

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, '2027-02-10T12:00:00Z');
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  machine = await machineOf(desk);
});
afterAll(() => desk.stop());

/** The store reads the environment when it is loaded: so it is loaded late. */
async function rebuild(repair = false): Promise<Difference[]> {
  const module = await import('../../../functions/store/rebuild/rebuild.ts');
  return module.rebuild({ repair, now: desk.clock.now() });
}

/** Adds to a number in the table behind everybody's back. */
async function tamper(pk: string, sk: string, attribute: string, by: number): Promise<void> {
  const { conditionalWrite } = await import('../../../functions/store/table/conditional-write.ts');
  const tried = await conditionalWrite({
    key: { pk, sk },
    update: 'ADD #it :by',
    when: ['attribute_exists(pk)'],
    names: { '#it': attribute },
    values: { ':by': by },
  });
  expect(tried.kind).toBe('done');
}

const PACKS = ['cap_10', 'cap_50', 'slots_5', 'slots_5_sub'] as const;

/** One thing that people do, and the days that go by. */
async function live(pick: (n: number) => number, account: string, owner: Client): Promise<void> {
  const one = <T>(list: readonly T[]): T | undefined => list[pick(list.length)];
  const charges = (await chargesOf(owner, account, '?limit=100')).filter(({ type }) => type !== 'refund');
  const charge = one(charges)?.chargeId;
  const debt = one(
    charges.filter(({ type, status }) => type === 'overage' && status !== 'succeeded'),
  )?.chargeId;
  const bought = (await owner.call(`GET /v1/accounts/${account}/purchases`)).body.items;
  const purchase = one(bought as readonly { readonly purchaseId: string }[])?.purchaseId;
  const method = { paymentMethod: one(['sandbox_ok', 'sandbox_declined', 'sandbox_async']) };
  const reason = 'Any';
  const deeds = [
    () => buy(owner, account, one(PACKS)),
    () =>
      owner.call(`POST /v1/accounts/${account}/purchases`, { packType: one(PACKS), ...method }, freshKey()),
    () => owe(desk, account, 1 + pick(500)),
    () => owner.call(`POST /v1/accounts/${account}/charges/${debt}/payments`, method, freshKey()),
    () =>
      owner.call(
        `POST /v1/accounts/${account}/purchases/${purchase}/renewals`,
        { paymentMethod: 'sandbox_ok' },
        freshKey(),
      ),
    () => admin.call(`POST /v1/admin/charges/${charge}/refunds`, { reason }, freshKey()),
    () =>
      admin.call(
        `POST /v1/admin/charges/${charge}/refunds`,
        { reason, amount: { amount: 1 + pick(3_000), currency: 'CNY' } },
        freshKey(),
      ),
    () => admin.call(`POST /v1/admin/charges/${debt}/waivers`, { reason }, freshKey()),
    () =>
      count(desk, machine, [
        eventOf(desk, { subject: account, amount: 1 + pick(10_000) }),
        eventOf(desk, { subject: account, type: 'transcoding', amount: 1 + pick(1_000) }),
        eventOf(desk, {
          subject: account,
          amount: 7,
          time: new Date(desk.clock.now() - pick(30) * 86_400_000).toISOString(),
        }),
      ]),
  ];
  await one(deeds)?.();
  if (pick(3) === 0) moveTo(desk, new Date(desk.clock.now() + pick(12) * 86_400_000).toISOString());
}

describe('all derived figures', () => {
  it('are what their records come to, after a busy history', async () => {
    const pick = random(7);
    const accounts = await Promise.all(
      [1, 2, 3].map(async () => {
        const account = someone('company');
        await owe(desk, account, 1);
        return { account, owner: await desk.as({ sub: someone(), accounts: [account] }) };
      }),
    );
    for (let step = 0; step < 90; step += 1) {
      const who = accounts[pick(accounts.length)];
      if (who) await live(pick, who.account, who.owner);
    }
    await desk.drain();
    expect(await rebuild()).toEqual([]);
  });

  it('are found where they were tampered with, and put right', async () => {
    const account = someone('company');
    const owner = await desk.as({ sub: someone(), accounts: [account] });
    const { sumPlaceOf } = await import('../../../functions/store/shards.ts');
    moveTo(desk, new Date(desk.clock.now() + 1).toISOString());
    const today = new Date(desk.clock.now()).toISOString().slice(0, 10);
    await buy(owner, account, 'cap_10');
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 500 })]);
    await desk.drain();
    expect(await rebuild()).toEqual([]);
    const { partition, shard } = sumPlaceOf(account);
    const [own, month] = [`A#${account}`, today.slice(0, 7)];
    const harm = [
      [`R#${month}#${partition}`, `${today}#${shard}`, 'capacityPack.gross', -100],
      [`PACKS#${partition}`, `cap_10#${shard}`, 'sold', 2],
      [own, `BAL#${month}-01#bandwidth`, 'used', 9],
      [own, 'BAL#GAUGE#storage', 'left', 1_000],
    ] as const;
    for (const [pk, sk, attribute, by] of harm) await tamper(pk, sk, attribute, by);
    const keys = harm.map(([pk, sk]) => `${pk} ${sk}`).sort();
    const found = await rebuild();
    expect(found.map(({ key }) => key).sort()).toEqual(keys);
    for (const [pk, sk, , by] of harm) {
      const difference = found.find(({ key }) => key === `${pk} ${sk}`);
      expect({
        off: Number(difference?.stored ?? 0) - Number(difference?.computed ?? 0),
        repaired: difference?.repaired,
      }).toEqual({ off: by, repaired: false });
    }
    const repaired = await rebuild(true);
    expect(repaired.map((each) => each.repaired)).toEqual(harm.map(() => true));
    expect(await rebuild()).toEqual([]);
  });
});
