import { give, grantOf, takeBack } from '../../support/grants.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { MIDMONTH, moveTo, problemType, quotaOf } from '../../support/service.ts';

let desk: TestStack;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
});
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone('company');
  owner = await desk.as({ sub: someone(), accounts: [account] });
});
afterAll(() => desk.stop());

const path = () => `/v1/accounts/${account}/job-slots`;
const take = (jobId: string, leaseSeconds?: number) =>
  owner.call(`POST ${path()}`, { jobId, ...(leaseSeconds === undefined ? {} : { leaseSeconds }) });
const extend = (jobId: string, leaseSeconds: number) =>
  owner.call(`PUT ${path()}/${jobId}/lease`, { leaseSeconds });
const release = (jobId: string) => owner.call(`DELETE ${path()}/${jobId}`);
const held = async () => (await owner.call(`GET ${path()}`)).body;
const jobsHeld = async () => (await held()).slots.map((slot: { jobId: string }) => slot.jobId);

const noon = (minute: string) => expect.stringMatching(new RegExp(`^2027-03-15T12:${minute}:\\d\\d\\.000Z$`));

describe('a job slot', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'a.b', 'a:b-c_d'])(
    'is taken by a job called %s like by any other',
    async (jobId) => {
      expect(await take(jobId)).toMatchObject({ status: 201, body: { jobId, active: 1 } });
      expect(await take(jobId)).toMatchObject({ status: 200, body: { jobId, active: 1 } });
      expect((await take('next')).status).toBe(201);
    },
  );

  it.each(['__proto__', '.a', '-', ''])('is not taken by a job called "%s"', async (jobId) => {
    expect(await take(jobId)).toMatchObject({ status: 400, body: { errors: [{ path: '/jobId' }] } });
  });

  it('is taken by a job, for good or for a lease, and listed oldest first', async () => {
    const first = { jobId: 'job_1', allocatedAt: noon('10'), leaseExpiresAt: null };
    const second = { jobId: 'job_2', allocatedAt: noon('10'), leaseExpiresAt: noon('20') };
    expect(await take('job_1')).toMatchObject({ status: 201, body: { ...first, active: 1, limit: 2 } });
    const { status, body } = await take('job_2', 600);
    expect({ status, body }).toEqual({ status: 201, body: { ...second, active: 2, limit: 2 } });
    expect(await held()).toEqual({ active: 2, limit: 2, slots: [first, second] });
  });

  it('is there before anything was taken', async () => {
    expect(await held()).toEqual({ active: 0, limit: 2, slots: [] });
  });

  it('is the same when the same job asks again', async () => {
    const first = await take('job_1', 600);
    desk.clock.advance(300);
    const again = await take('job_1', 900);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await jobsHeld()).toEqual(['job_1']);
  });

  it('is refused when none is free, naming who holds them and what to buy', async () => {
    await take('job_7');
    await take('job_9', 600);
    const { status, headers, body } = await take('job_10');
    expect(status).toBe(402);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: problemType('quota-exceeded'),
      title: 'Quota exceeded',
      status: 402,
      detail: '2 of 2 job slots are in use by job_7, job_9. Buy slots_5 or release some.',
      instance: path(),
      requestId: expect.any(String),
      quota: await quotaOf(owner, account, 'jobSlots'),
      packs: expect.arrayContaining([expect.objectContaining({ packType: 'slots_5' })]),
      overage: { available: false, unitPrice: null },
    });
    expect(body.packs).toHaveLength(8);
    expect(await jobsHeld()).toEqual(['job_7', 'job_9']);
  });

  it('is never shared, however many jobs ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => take(`job_${i}`, 600)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 402)).toHaveLength(18);
    expect(await held()).toMatchObject({ active: 2 });
  });

  it('is allocated once when one job asks many times at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => take('job_1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(9).fill(200), 201]);
  });

  it('is free for the next job at once when its lease ran out', async () => {
    await take('job_1', 30);
    await take('job_2', 600);
    expect((await take('job_3')).status).toBe(402);
    desk.clock.advance(31);
    expect(await jobsHeld()).toEqual(['job_2']);
    expect(await take('job_3')).toMatchObject({ status: 201, body: { active: 2, limit: 2 } });
    expect(await jobsHeld()).toEqual(['job_2', 'job_3']);
    expect((await take('job_1')).status).toBe(402);
  });

  it('goes to one of many jobs when one lease ran out', async () => {
    await take('job_1', 30);
    await take('job_2', 600);
    desk.clock.advance(31);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => take(`next_${i}`)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await held()).toMatchObject({ active: 2 });
  });

  it('is new for a job whose own lease ran out', async () => {
    await take('job_1', 30);
    desk.clock.advance(61);
    expect(await take('job_1', 60)).toMatchObject({
      status: 201,
      body: { allocatedAt: noon('11'), leaseExpiresAt: noon('12'), active: 1 },
    });
  });

  it('is held as long as its lease is extended', async () => {
    await take('job_1', 60);
    desk.clock.advance(50);
    expect(await extend('job_1', 600)).toMatchObject({
      status: 200,
      body: { jobId: 'job_1', allocatedAt: noon('10'), leaseExpiresAt: noon('20'), active: 1, limit: 2 },
    });
    desk.clock.advance(500);
    expect(await jobsHeld()).toEqual(['job_1']);
  });

  it('cannot be extended by a job that holds none, or none any more', async () => {
    expect(await extend('job_1', 60)).toMatchObject({
      status: 404,
      body: { type: problemType('not-found') },
    });
    await take('job_1', 30);
    expect((await extend('job_2', 60)).status).toBe(404);
    desk.clock.advance(31);
    expect((await extend('job_1', 60)).status).toBe(404);
    expect(await jobsHeld()).toEqual([]);
  });

  it('is free when it is released, also when it was free before', async () => {
    await take('job_1');
    await take('job_2');
    for (const jobId of ['job_1', 'job_1', 'never']) {
      expect(await release(jobId)).toMatchObject({ status: 204, body: '' });
    }
    expect((await take('job_3')).status).toBe(201);
    account = someone('company');
    owner = await desk.as({ sub: 'user_root', groups: ['admin'] });
    expect((await release('job_1')).status).toBe(204);
  });

  it.each([
    [29, '/leaseSeconds'],
    [86_401, '/leaseSeconds'],
    [60.5, '/leaseSeconds'],
  ])('has no lease of %d seconds', async (leaseSeconds, where) => {
    for (const answer of [await take('job_1', leaseSeconds), await extend('job_1', leaseSeconds)]) {
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        type: problemType('validation-failed'),
        errors: [{ path: where }],
      });
    }
  });

  it('may have the shortest and the longest lease', async () => {
    expect((await take('short', 30)).status).toBe(201);
    expect((await take('long', 86_400)).status).toBe(201);
  });
});

describe('the limit of job slots', () => {
  const pack = grantOf('purchase-1', 'slots_5', 5, '2028-03-15T00:00:00Z');

  it('grows with a pack, once, while slots are held', async () => {
    await take('job_1');
    await take('job_2');
    await give(desk, account, 'jobSlots', pack);
    await give(desk, account, 'jobSlots', pack);
    expect(await take('job_3')).toMatchObject({ status: 201, body: { active: 3, limit: 7 } });
  });

  it('falls below the slots in use without releasing any, but allocates no new ones', async () => {
    await give(desk, account, 'jobSlots', pack);
    for (const jobId of ['a', 'b', 'c', 'd']) expect((await take(jobId, 600)).status).toBe(201);
    await takeBack(desk, account, 'jobSlots', pack);
    await takeBack(desk, account, 'jobSlots', pack);
    expect(await held()).toMatchObject({ active: 4, limit: 2 });
    expect(await quotaOf(owner, account, 'jobSlots')).toMatchObject({
      used: 4,
      limit: 2,
      remaining: 0,
      state: 'exceeded',
      grants: [],
    });
    expect((await take('a')).status).toBe(200);
    expect((await extend('a', 900)).status).toBe(200);
    for (const [jobId, status] of [
      ['b', 402],
      ['c', 402],
      ['d', 201],
    ] as const) {
      await release(jobId);
      expect((await take('e', 900)).status).toBe(status);
    }
    expect(await jobsHeld()).toEqual(['a', 'e']);
  });

  it('holds again at once when the leases beyond it ran out', async () => {
    await give(desk, account, 'jobSlots', pack);
    for (const jobId of ['a', 'b', 'c', 'd', 'e', 'f']) await take(jobId, 60);
    await take('g', 600);
    await takeBack(desk, account, 'jobSlots', pack);
    desk.clock.advance(61);
    expect(await take('h')).toMatchObject({ status: 201, body: { active: 2, limit: 2 } });
    expect((await take('i')).status).toBe(402);
  });
});
