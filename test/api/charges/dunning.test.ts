import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { declareRenders, FREE, type Overdrawn, overageOf, USUAL_PRICE } from '../../support/overage.ts';
import { all, freshKey, moveClock, providerSays } from '../../support/paying.ts';
import { configure } from '../../support/payments.ts';
import { MIDMONTH, machineOf, moveTo } from '../../support/service.ts';

const CLOSED = '2027-04-02T00:02:00Z';
const OVERDUE = '2027-04-16T00:03:00Z';
const DUNNING = ['charge.payment-due', 'charge.failed', 'account.suspended', 'account.restored'];

let desk: TestStack;
let machine: Client;
let owner: Client;
let account: string;
let own: Overdrawn;
const price = declareRenders();

beforeAll(async () => {
  desk = await openStack();
  machine = await machineOf(desk);
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  price.price = USUAL_PRICE;
  account = someone();
  owner = await desk.as({ sub: account });
  own = overageOf(desk, machine, owner, account);
});

/** What was published about the debt, oldest first; reminders with how many days are left. */
async function published(): Promise<string[]> {
  const notes = await all<{ type: string; data: { daysLeft?: number } }>(
    owner,
    `/v1/accounts/${account}/notifications`,
  );
  return notes
    .filter(({ type }) => DUNNING.includes(type))
    .map(({ type, data }) => (data.daysLeft === undefined ? type : `${data.daysLeft} days`))
    .toReversed();
}

async function owe(until = CLOSED): Promise<string> {
  await own.allow(100);
  await own.use(FREE + 100);
  await moveClock(desk, until);
  const [charge] = await own.charges();
  return charge?.chargeId ?? '';
}

async function pay(chargeId: string, paymentMethod: string): Promise<number> {
  const route = `POST /v1/accounts/${account}/charges/${chargeId}/payments`;
  const { status } = await owner.call(route, { paymentMethod }, freshKey());
  await desk.drain();
  return status;
}

const isBlocked = async () => (await own.check()).reason === 'hard-blocked';

describe('an account with a debt', () => {
  it('is reminded three times, and notified of its suspension and its restoration, once each', async () => {
    const chargeId = await owe();
    expect(await published()).toEqual(['14 days']);
    await moveClock(desk, '2027-04-14T12:00:00Z');
    expect(await published()).toEqual(['14 days', '7 days']);
    await moveClock(desk, '2027-04-15T23:00:00Z');
    expect([await published(), await isBlocked()]).toEqual([['14 days', '7 days', '1 days'], false]);
    await moveClock(desk, OVERDUE);
    expect(await isBlocked()).toBe(true);
    expect(await pay(chargeId, 'sandbox_ok')).toBe(201);
    const expected = ['14 days', '7 days', '1 days', 'account.suspended', 'account.restored'];
    expect(await published()).toEqual(expected);
    await moveClock(desk, '2027-04-20T00:00:00Z');
    expect(await published()).toEqual(expected);
  });

  it('is not suspended while a payment is in progress when the debt is due', async () => {
    const chargeId = await owe('2027-04-15T23:00:00Z');
    expect(await pay(chargeId, 'sandbox_async')).toBe(201);
    await moveClock(desk, OVERDUE);
    expect(await isBlocked()).toBe(false);
    await providerSays(desk, chargeId, 'failed');
    await moveClock(desk, '2027-04-16T00:06:00Z');
    expect(await isBlocked()).toBe(true);
    expect(await published()).toContain('account.suspended');
  });

  it('has a payment that failed retried once, a day later, and not after that', async () => {
    const chargeId = await owe();
    expect(await pay(chargeId, 'sandbox_declined')).toBe(402);
    await moveClock(desk, '2027-04-02T12:00:00Z');
    const failures = async () => (await published()).filter((type) => type === 'charge.failed').length;
    expect(await failures()).toBe(1);
    await moveClock(desk, '2027-04-03T01:00:00Z');
    expect(await failures()).toBe(2);
    await moveClock(desk, '2027-04-15T23:00:00Z');
    expect(await failures()).toBe(2);
  });

  it('is not reminded of a debt that is too small to be paid', async () => {
    configure({ paymentProvider: 'stripe', stripeSecretKey: 'sk_test_123' });
    try {
      await owe();
      await moveClock(desk, '2027-04-16T12:00:00Z');
    } finally {
      configure({ paymentProvider: undefined, stripeSecretKey: undefined });
    }
    expect(await own.charges()).toMatchObject([{ status: 'waived' }]);
    expect(await published()).toEqual([]);
  });
});
