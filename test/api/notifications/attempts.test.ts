import { inTurn } from '../../support/in-turn.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { openReceiver, type Receiver } from '../../support/receiver.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';

let desk: TestStack;
let receiver: Receiver;
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
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const path = (more = '') => `/v1/accounts/${account}/webhook-endpoints${more}`;
const own = async (): Promise<string> =>
  (await owner.call(`POST ${path()}`, { url: receiver.url, events: ['quota.warning'] })).body.endpointId;

describe('test events and replays', () => {
  it('are sent, once a second for each endpoint', async () => {
    const endpointId = await own();
    const test = `POST ${path(`/${endpointId}/test`)}`;
    const { deliveryId } = (await owner.call(test)).body;
    const replay = `POST ${path(`/${endpointId}/deliveries/${deliveryId}/replay`)}`;
    const begun = Date.now();
    const calls = Array.from({ length: 16 }, (_, n) => owner.call(n % 2 ? test : replay));
    const answers = await Promise.all(calls);
    const seconds = (Date.now() - begun) / 1_000;
    const sent = answers.filter(({ status }) => status === 202);
    expect(sent.length).toBeLessThanOrEqual(1 + seconds);
    for (const refused of answers.filter(({ status }) => status !== 202)) {
      expectProblem(refused, 429, 'too-many-requests');
      expect(refused.headers.get('retry-after')).toBe('1');
    }
    // Those that are refused leave nothing behind.
    expect(receiver.received).toHaveLength(1 + sent.length);
    const { items } = (await owner.call(`GET ${path(`/${endpointId}/deliveries`)}`)).body;
    expect(items.length).toBeLessThanOrEqual(1 + sent.length);
    expect((await owner.call(`POST ${path(`/${await own()}/test`)}`)).status).toBe(202);
    expect(await inTurn(() => owner.call(replay))).toMatchObject({
      status: 202,
      body: { deliveryId, state: 'delivered' },
    });
  });

  it('to an endpoint that does not answer end after three seconds each, and open its circuit', async () => {
    receiver.answer = () => {};
    const endpointId = await own();
    const test = () => inTurn(() => owner.call(`POST ${path(`/${endpointId}/test`)}`));
    const circuit = async () => (await owner.call(`GET ${path(`/${endpointId}`)}`)).body.circuit;
    for (let n = 0; n < 2; n += 1) {
      const { body } = await test();
      expect(body).toMatchObject({
        state: 'pending',
        lastAttempt: { status: null, reason: 'No answer within 3 seconds.' },
      });
      expect(body.lastAttempt.milliseconds).toBeLessThan(4_500);
    }
    expect(await circuit()).toEqual({ state: 'closed', timeouts: 2, openUntil: null });
    await test();
    expect(await circuit()).toEqual({
      state: 'open',
      timeouts: 3,
      openUntil: expect.stringMatching(/^2027-03-15T12:1/),
    });
    receiver.answer = 200;
    expect((await test()).body).toMatchObject({ state: 'delivered' });
    expect(await circuit()).toEqual({ state: 'closed', timeouts: 0, openUntil: null });
  });
});
