import { atOnce, quotaOf, tally } from './support/business.ts';
import { type Caller, expectProblem, freshKey, newcomer } from './support/caller.ts';
import { promise } from './support/promise.ts';
import { pass } from './support/time.ts';

let account: string;
let owner: Caller;

beforeEach(async () => {
  ({ account, owner } = await newcomer());
});

describe('reservations', () => {
  const path = (more = '') => `/v1/accounts/${account}/reservations${more}`;
  const reserve = (amount: number, headers: Readonly<Record<string, string>> = freshKey()) =>
    owner.call(`POST ${path()}`, { meter: 'transcoding', amount, leaseSeconds: 600 }, headers);
  const state = async () => {
    const { used, reserved, remaining } = await quotaOf(owner, account, 'transcoding');
    return { used, reserved, remaining };
  };

  promise('keep their amount back, and become what was really used, once', async () => {
    const { status, body } = await reserve(1_200);
    expect({ status, body }).toMatchObject({ status: 201, body: { amount: 1_200 } });
    expect(await state()).toEqual({ used: 0, reserved: 1_200, remaining: 2_400 });
    const settled = await atOnce(5, () =>
      owner.call(`POST ${path(`/${body.reservationId}/settlement`)}`, { amount: 900 }),
    );
    expect(tally(settled)).toEqual({ 200: 5 });
    expect(await state()).toEqual({ used: 900, reserved: 0, remaining: 2_700 });
  });

  promise('are given back, and then gone', async () => {
    const { body } = await reserve(3_600);
    expectProblem402(await reserve(1));
    for (const _ of [1, 2])
      expect((await owner.call(`DELETE ${path(`/${body.reservationId}`)}`)).status).toBe(204);
    expect(await state()).toEqual({ used: 0, reserved: 0, remaining: 3_600 });
  });

  promise('never exceed what there is, however many come at once', async () => {
    const answers = await atOnce(20, () => reserve(1_000));
    expect(tally(answers)).toEqual({ 201: 3, 402: 17 });
    expect(await state()).toEqual({ used: 0, reserved: 3_000, remaining: 600 });
  });

  promise('are one for one key, whatever comes at once; another body under it is refused', async () => {
    const key = freshKey();
    const answers = await atOnce(6, () => reserve(100, key));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => body.reservationId)).size).toBe(1);
    expect(await state()).toMatchObject({ reserved: 100 });
    const again = await reserve(100, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(made[0]?.body);
    expectProblem(await reserve(101, key), 422, 'idempotency-key-reused');
    expectProblem(await reserve(100, {}), 400, 'idempotency-key-required', ['Idempotency-Key']);
  });
});

describe('job slots', () => {
  const path = (more = '') => `/v1/accounts/${account}/job-slots${more}`;
  const take = (jobId: string, leaseSeconds?: number) =>
    owner.call(`POST ${path()}`, { jobId, ...(leaseSeconds === undefined ? {} : { leaseSeconds }) });

  promise('are taken by name, once each, and released as often as one likes', async () => {
    expect(await take('a')).toMatchObject({ status: 201, body: { jobId: 'a', active: 1, limit: 2 } });
    expect(await take('a')).toMatchObject({ status: 200, body: { jobId: 'a', active: 1 } });
    expect((await take('b')).status).toBe(201);
    const full = await take('c');
    expectProblem402(full);
    for (const _ of [1, 2]) expect((await owner.call(`DELETE ${path('/a')}`)).status).toBe(204);
    expect((await take('c')).status).toBe(201);
    const { body } = await owner.call(`GET ${path()}`);
    expect(body.slots.map(({ jobId }: { jobId: string }) => jobId)).toEqual(['b', 'c']);
  });

  promise('the last one is never shared', async () => {
    await take('first');
    for (let round = 0; round < 3; round += 1) {
      const answers = await atOnce(20, (n) => take(`job-${round}-${n}`));
      expect(tally(answers)).toEqual({ 201: 1, 402: 19 });
      const { body } = await owner.call(`GET ${path()}`);
      expect(body).toMatchObject({ active: 2, limit: 2 });
      const winner = answers.find(({ status }) => status === 201)?.body.jobId;
      expect((await owner.call(`DELETE ${path(`/${winner}`)}`)).status).toBe(204);
    }
  });

  promise('the same job at once holds one', async () => {
    const answers = await atOnce(10, () => take('same'));
    expect(tally(answers)).toEqual({ 200: 9, 201: 1 });
    expect((await owner.call(`GET ${path()}`)).body.active).toBe(1);
  });

  promise('one whose lease ran out is free at once; an extended one is not', async () => {
    await take('lapses', 30);
    await take('stays', 30);
    const extended = await owner.call(`PUT ${path('/stays/lease')}`, { leaseSeconds: 3_600 });
    expect(extended.status).toBe(200);
    expectProblem402(await take('next'));
    await pass(31);
    expect(await take('next')).toMatchObject({ status: 201, body: { active: 2 } });
    expect((await owner.call(`PUT ${path('/lapses/lease')}`, { leaseSeconds: 60 })).status).toBe(404);
    expectProblem402(await take('one_more'));
  });
});

/** Says what is lacking, and what would help. */
function expectProblem402({ status, body }: { status: number; body: unknown }): void {
  expect({ status, body }).toMatchObject({
    status: 402,
    body: {
      type: expect.stringMatching(/quota-exceeded$/),
      quota: expect.anything(),
      packs: expect.any(Array),
    },
  });
}
