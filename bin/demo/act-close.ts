import { type ApiClient, must } from '../api-client.ts';
import { bytes, money, seconds } from './figures.ts';
import { type Charge, chargesOf, keyed, shopOf } from './shop.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const DAY = 86_400_000;
const CAP = 400;
const OWED = 320;
const USED = 108_200_000_000;

/** A period closes a day after its end: one charge for what was used beyond, and what is left of packs goes on. */
export const close: Act = {
  title: 'Let the month close, and pay what it comes to',
  movesClock: true,
  play: async (stage) => {
    const account = shopOf(stage);
    const owner = await stage.as({ sub: account });
    const { period } = await quotaOf(owner, account, 'bandwidth');
    const end = Date.parse(period?.end ?? '');
    await stage.moveTo(end + DAY - 1_000);
    stage.expect('overage charges a second before', 0, (await debtsOf(owner, account)).length);
    await stage.moveTo(end + DAY);
    const debts = await debtsOf(owner, account);
    stage.expect('overage charges at the close', 1, debts.length);
    const [debt] = debts;
    if (!debt) return;
    stage.expect('what is charged for 3.2 GB beyond', OWED, debt.amount.amount, money);
    stage.expect('within the cap', CAP, Math.max(CAP, debt.amount.amount), money);
    stage.expect('days until it is overdue', 14, daysBetween(debt.createdAt, debt.dueAt ?? ''));
    await expectSnapshot(stage, owner, account);
    await expectNextMonth(stage, owner, account);
    await pay(stage, owner, account, debt);
  },
};

const debtsOf = async (owner: ApiClient, account: string): Promise<Charge[]> =>
  (await chargesOf(owner, account)).filter(({ type }) => type === 'overage');

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

async function expectSnapshot(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const answer = await owner.call<{
    items: { kind: string; quotas: { meter: string; used: number }[] }[];
  }>(`GET /v1/accounts/${account}/snapshots?limit=100`);
  const closed = must(200, answer).items.find(({ kind }) => kind === 'close');
  const used = closed?.quotas.find(({ meter }) => meter === 'bandwidth')?.used ?? 0;
  stage.expect('bandwidth in the snapshot of the close', USED, used, bytes);
}

/** The pack's bandwidth is burnt; its transcoding was not touched. */
async function expectNextMonth(stage: Stage, owner: ApiClient, account: string): Promise<void> {
  const bandwidth = await quotaOf(owner, account, 'bandwidth');
  const transcoding = await quotaOf(owner, account, 'transcoding');
  stage.expect('bandwidth of the new month', 5_000_000_000, bandwidth.limit, bytes);
  stage.expect('transcoding, carried over', 3_600 + 18_000, transcoding.limit, seconds);
}

async function pay(stage: Stage, owner: ApiClient, account: string, debt: Charge): Promise<void> {
  const path = `POST /v1/accounts/${account}/charges/${debt.chargeId}/payments`;
  const order = { paymentMethod: 'sandbox_ok' };
  const paid = must(201, await owner.call<{ charge: Charge }>(path, order, keyed('pay'))).charge;
  stage.expect('the charge after its payment', 'succeeded', paid.status);
  const again = await owner.call(path, order, keyed('pay-again'));
  stage.expect('answer to a second payment', 409, again.status);
}
