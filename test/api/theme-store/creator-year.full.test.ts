import type { Theme } from '../../../functions/domain/theme-store/themes.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { PaperCreator, type PaperLine } from '../../support/paper-creator.ts';
import { all, freshKey, moveClock } from '../../support/paying.ts';
import { random } from '../../support/random.ts';
import { moveTo } from '../../support/service.ts';
import { bundle, buyTheme, publish } from '../../support/themes.ts';

const FROM = '2027-01-01';
const TO = '2028-02-28';

let desk: TestStack;
let admin: Client;
let buyer: Client;
let creator: Client;
let themes: readonly Theme[];
let paper: PaperCreator;

const account = someone('company');
const path = `/v1/accounts/${account}`;
const pick = random(2027);
const cny = (amount: number) => ({ amount, currency: 'CNY' });

beforeAll(async () => {
  desk = await openStack();
  moveTo(desk, '2027-01-05T12:00:00Z');
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  buyer = await desk.as({ sub: someone() });
  creator = await desk.as({ sub: someone(), accounts: [account] });
  // Two that reach their caps, one that is less than the least fee, one that is hardly more.
  const prices = [10_000_000, 9_000_000, 90, 130];
  themes = await Promise.all(
    prices.map((price) => publish(desk, { price: bundle(price), creator: account })),
  );
  paper = new PaperCreator(desk.clock.now());
});
afterAll(() => desk.stop());

const sold: { chargeId: string; purchaseId: string; left: number }[] = [];

async function sell(place: number): Promise<void> {
  const theme = themes[place];
  if (!theme || theme.price.mode === 'free') throw new Error(`There is no theme ${place}.`);
  const { status, body } = await buyTheme(buyer, theme);
  expect([status, body.state]).toEqual([201, 'active']);
  const { purchaseId, charge } = body;
  const price = theme.price.amount.amount;
  paper.sell({ purchaseId, themeId: theme.themeId, price, at: Date.parse(body.paidAt) });
  sold.push({ chargeId: charge.chargeId, purchaseId, left: price });
}

/** Gives back some sale, as a whole, or a small part of it. */
async function refund(isWhole: boolean): Promise<void> {
  const mayBe = sold.filter(({ left }) => left > 20);
  const sale = mayBe[pick(mayBe.length)];
  if (!sale) return;
  const amount = isWhole ? sale.left : 10 * (1 + pick(Math.min(sale.left / 10 - 1, 50_000)));
  const order = { reason: 'Any', amount: cny(amount) };
  const { status, body } = await admin.call(
    `POST /v1/admin/charges/${sale.chargeId}/refunds`,
    order,
    freshKey(),
  );
  expect([status, body.status]).toEqual([201, 'succeeded']);
  sale.left -= amount;
  const { purchaseId } = sale;
  paper.refund({ refundId: body.chargeId, purchaseId, amount, at: Date.parse(body.settledAt) });
}

async function payTo(destination: 'sandbox_ok' | 'sandbox_declined'): Promise<void> {
  expect((await creator.call(`PUT ${path}/payout-account`, { destination })).status).toBe(200);
  paper.payTo = destination;
}

const to = async (time: string): Promise<void> => {
  await moveClock(desk, time);
  paper.advance(desk.clock.now());
};

interface Line {
  readonly kind: string;
  readonly state: PaperLine['state'];
  readonly purchaseId: string;
  readonly refundId: string | null;
  readonly net: { readonly amount: number };
  readonly share: { readonly amount: number };
  readonly platform: { readonly amount: number };
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** All that the service tells of the creator, and the same by paper. */
async function compare() {
  const { body } = await creator.call(`GET ${path}/earnings`);
  const lines = await all<Line>(creator, `${path}/earnings`);
  for (const { net, share, platform } of lines) expect(share.amount + platform.amount).toBe(net.amount);
  const payouts = await all<{ amount: { amount: number }; state: string }>(creator, `${path}/payouts`);
  const { available, maturing, paying, paid } = body.balance;
  const told = {
    lines: lines
      .map(({ purchaseId, refundId, net, share, state }) => ({
        id: refundId ?? purchaseId,
        net: net.amount,
        share: share.amount,
        state,
      }))
      .sort(byId),
    balance: {
      available: available.amount,
      maturing: maturing.amount,
      paying: paying.amount,
      paid: paid.amount,
    },
    year: { netSales: body.year.netSales.amount, share: body.year.share.amount },
    payouts: payouts.map(({ amount, state }) => ({ amount: amount.amount, state })),
  };
  const computed = {
    lines: paper.lines().sort(byId),
    balance: paper.balance(),
    year: paper.year(),
    payouts: paper.payouts,
  };
  return { told, computed };
}

const day = (month: number, date: number, time = '12:00:00'): string =>
  new Date(Date.UTC(2027, month - 1, date)).toISOString().replace('00:00:00.000', time);

it('goes by as it does on paper: every share, the balance, the year and the payouts', async () => {
  for (let month = 1; month <= 13; month += 1) {
    if (month > 1) await to(day(month, 5));
    for (const place of [2, 0, 1, 3]) await sell(place);
    if (month % 3 === 0) await refund(false);
    const today = month % 3 === 0 ? await compare() : null;
    expect({ month, told: today?.told }).toEqual({ month, told: today?.computed });
    await to(day(month, 20, '23:59:00'));
    if (month === 3) await payTo('sandbox_declined');
    if (month === 5) await payTo('sandbox_ok');
    for (const place of [1, 0]) await sell(place);
    await refund(month % 5 === 0);
    await to(day(month + 1, 1, '05:00:00'));
    await refund(month === 13);
    await to(day(month + 1, 1, '07:00:00'));
    const { told, computed } = await compare();
    expect({ month, told }).toEqual({ month, told: computed });
  }
});

it('has met every tier, both caps and the least fee on its way, and a payout that failed', async () => {
  const lines = await all<{ tiers: { rate: number }[]; cuts: { kind: string }[] }>(
    creator,
    `${path}/earnings`,
  );
  const rates = new Set(lines.flatMap(({ tiers }) => tiers.map(({ rate }) => rate)));
  const cuts = new Set(lines.flatMap((line) => line.cuts.map(({ kind }) => kind)));
  expect([rates, cuts]).toEqual([
    new Set([7_000, 6_000, 5_000]),
    new Set(['minimumFee', 'themeCap', 'yearCap']),
  ]);
  expect(lines.some(({ tiers }) => tiers.length > 1)).toBe(true);
  expect(new Set(paper.payouts.map(({ state }) => state))).toEqual(new Set(['paid', 'failed']));
});

it('comes to the same sums in the revenue report and the records, to the cent', async () => {
  await to('2028-02-27T12:00:00Z');
  const route = `GET /v1/admin/revenue?from=${FROM}&to=${TO}&granularity=month`;
  const { theme } = (await admin.call(route)).body.totals.byType;
  const lines = paper.lines();
  const sum = (of: readonly PaperLine[]) => of.reduce((total, { net }) => total + net, 0);
  expect(theme).toEqual({
    gross: cny(sum(lines.filter(({ net }) => net > 0))),
    refunds: cny(-sum(lines.filter(({ net }) => net < 0))),
    net: cny(sum(lines)),
    creatorShare: cny(paper.shared()),
  });
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: desk.clock.now() })).toEqual([]);
});
