import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
});

describe('the contact', () => {
  const contact = () => `/v1/accounts/${account}/contact`;

  it('is unset at first, can be set, and can be unset again', async () => {
    expect((await owner.call(`GET ${contact()}`)).body).toEqual({ email: null, suppressed: null });
    for (const email of ['owner@example.com', null]) {
      expect(await owner.call(`PUT ${contact()}`, { email })).toMatchObject({ status: 200, body: { email } });
      expect((await owner.call(`GET ${contact()}`)).body).toEqual({ email, suppressed: null });
    }
  });

  it('gets no mail after a bounce, until it is set again, and none after a complaint', async () => {
    const machine = await machineOf(desk);
    const suppressedAs = async (amount: number) => {
      await count(desk, machine, [eventOf(desk, { subject: account, amount })]);
      return (await owner.call(`GET ${contact()}`)).body.suppressed;
    };
    const bounced = `bounce+${account}@simulator.amazonses.com`;
    await owner.call(`PUT ${contact()}`, { email: bounced });
    expect(await suppressedAs(4_000_000_000)).toEqual({ cause: 'bounce', at: expect.any(String) });
    await owner.call(`PUT ${contact()}`, { email: bounced });
    expect((await owner.call(`GET ${contact()}`)).body).toEqual({ email: bounced, suppressed: null });

    const complained = `complaint+${account}@simulator.amazonses.com`;
    await owner.call(`PUT ${contact()}`, { email: complained });
    expect(await suppressedAs(1_000_000_000)).toEqual({ cause: 'complaint', at: expect.any(String) });
    await owner.call(`PUT ${contact()}`, { email: complained });
    expect((await owner.call(`GET ${contact()}`)).body.suppressed).toMatchObject({ cause: 'complaint' });
  });

  it.each([
    'owner',
    'a@b',
    'a@b.c\r\nBcc: d@e.f',
    '',
    `${'x'.repeat(65)}@example.com`,
    `a@${'x'.repeat(64)}.example.com`,
  ])('is no %j', async (email) => {
    expect(await owner.call(`PUT ${contact()}`, { email })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '/email' }] },
    });
  });

  it('has as long a name, at as long a domain, as mail allows', async () => {
    const email = `${'x'.repeat(64)}@${'y'.repeat(63)}.example.com`;
    expect(await owner.call(`PUT ${contact()}`, { email })).toMatchObject({ status: 200, body: { email } });
  });
});
