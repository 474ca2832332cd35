import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { all, buy, freshKey, moveClock } from '../../support/paying.ts';
import { MIDMONTH, moveTo } from '../../support/service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GRACE = 72 * HOUR;
/** What the schedule may take to notice. */
const SOON = 3 * 60_000;

let desk: TestStack;
let admin: Client;
let account: string;
let owner: Client;

beforeAll(async () => {
  desk = await openStack();
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
});
afterAll(() => desk.stop());
beforeEach(async () => {
  moveTo(desk, MIDMONTH);
  account = someone();
  owner = await desk.as({ sub: account });
});

interface Bought {
  readonly purchaseId: string;
  readonly endsAt: string;
  readonly charge: { readonly chargeId: string };
}

const buySlots = async (packType = 'slots_5_sub'): Promise<Bought> =>
  (await buy(desk, owner, account, packType)).body as Bought;

async function refund(chargeId: string): Promise<number> {
  const body = { reason: 'A test' };
  const { status } = await admin.call(`POST /v1/admin/charges/${chargeId}/refunds`, body, freshKey());
  expect(status).toBe(201);
  await desk.drain();
  return desk.clock.now();
}

async function renew({ purchaseId }: Bought): Promise<string> {
  const { status, body } = await owner.call(
    `POST /v1/accounts/${account}/purchases/${purchaseId}/renewals`,
    { paymentMethod: 'sandbox_ok' },
    freshKey(),
  );
  expect(status).toBe(201);
  await desk.drain();
  return body.charge.chargeId;
}

async function hold(count: number, prefix = 'job'): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    const { status } = await owner.call(`POST /v1/accounts/${account}/job-slots`, {
      jobId: `${prefix}_${index}`,
    });
    expect(status).toBe(201);
    desk.clock.advance(2);
  }
}

const goTo = (at: number) => moveClock(desk, new Date(at).toISOString());
const slots = async () => (await owner.call(`GET /v1/accounts/${account}/job-slots`)).body;
const held = async (): Promise<number> => (await slots()).active;

interface Announcement {
  readonly releaseAt: string;
  readonly releases: readonly { readonly jobId: string; readonly purchaseId: string }[];
}

/** Every announcement: which jobs, and after how many hours. */
async function announced(): Promise<{ jobs: string[]; at: string; causes: Set<string> }[]> {
  const notes = await all<{ type: string; data: Announcement }>(
    owner,
    `/v1/accounts/${account}/notifications`,
  );
  return notes
    .filter(({ type }) => type === 'slots.over-limit')
    .toReversed()
    .map(({ data: { releases, releaseAt } }) => ({
      jobs: releases.map(({ jobId }) => jobId),
      at: releaseAt,
      causes: new Set(releases.map(({ purchaseId }) => purchaseId)),
    }));
}

/** What is not as the purchases say. The clock goes back between the tests, so sums of later days are not asked for. */
async function differences(): Promise<unknown[]> {
  const { rebuild } = await import('../../../functions/store/rebuild/rebuild.ts');
  const all = await rebuild({ repair: false, now: desk.clock.now() });
  return all.filter(({ what }) => what.startsWith('jobSlots'));
}

describe('slots beyond the limit', () => {
  it('have 72 hours again when a purchase healed the first loss and another refund follows', async () => {
    const first = await buySlots('slots_5');
    await hold(7);
    const lost = await refund(first.charge.chargeId);
    const second = await buySlots('slots_5');
    await goTo(lost + 71 * HOUR);
    const lostAgain = await refund(second.charge.chargeId);
    await goTo(lost + GRACE + SOON);
    expect(await held()).toBe(7);
    await goTo(lostAgain + GRACE - SOON);
    expect(await held()).toBe(7);
    await goTo(lostAgain + GRACE + SOON);
    expect(await held()).toBe(2);
    const notes = await announced();
    expect(notes.map(({ causes }) => [...causes])).toEqual([[first.purchaseId], [second.purchaseId]]);
    expect(notes[1]?.jobs).toEqual(['job_7', 'job_6', 'job_5', 'job_4', 'job_3']);
    expect(await differences()).toEqual([]);
  });

  it('have 72 hours from the refund of a running term, also when the term before ended long ago', async () => {
    const bought = await buySlots();
    await hold(7);
    const end = Date.parse(bought.endsAt);
    await goTo(end - 2 * DAY);
    const renewal = await renew(bought);
    await goTo(end + 10 * DAY);
    const lost = await refund(renewal);
    await goTo(lost + SOON);
    const { active, limit, slots: list, releaseAt } = await slots();
    expect([active, limit]).toEqual([7, 2]);
    expect(Date.parse(releaseAt)).toBeGreaterThanOrEqual(lost + GRACE - SOON);
    expect(list.filter((slot: { releaseAt?: string }) => slot.releaseAt === releaseAt)).toHaveLength(5);
    await goTo(lost + GRACE - SOON);
    expect(await held()).toBe(7);
    await goTo(lost + GRACE + 2 * SOON);
    expect(await held()).toBe(2);
    expect(await differences()).toEqual([]);
  });

  it('go when their own pack has ended, each at its time, and all of them announced', async () => {
    const first = await buySlots();
    await goTo(desk.clock.now() + 2 * DAY);
    const second = await buySlots();
    await hold(12);
    const [end, nextEnd] = [Date.parse(first.endsAt), Date.parse(second.endsAt)];
    await goTo(end + GRACE - SOON);
    expect(await held()).toBe(12);
    await goTo(end + GRACE + SOON);
    expect(await held()).toBe(7);
    await goTo(nextEnd + GRACE - SOON);
    expect(await held()).toBe(7);
    await goTo(nextEnd + GRACE + SOON);
    expect(await held()).toBe(2);
    const named = new Set((await announced()).flatMap(({ jobs }) => jobs));
    expect([...named].sort()).toEqual(Array.from({ length: 10 }, (_, index) => `job_${index + 3}`).sort());
    expect(await differences()).toEqual([]);
  });

  it('have 72 hours also when they were allocated while the ended pack kept its capacity', async () => {
    const bought = await buySlots();
    const end = Date.parse(bought.endsAt);
    await goTo(end + HOUR);
    await hold(7);
    await goTo(end + GRACE + SOON);
    expect([await held(), (await slots()).limit]).toEqual([7, 2]);
    await goTo(end + 2 * GRACE - SOON);
    expect(await held()).toBe(7);
    await goTo(end + 2 * GRACE + 2 * SOON);
    expect(await held()).toBe(2);
    expect((await announced()).map(({ jobs }) => jobs.length)).toEqual([5]);
  });

  it('have 72 hours from a refund in the grace of the pack when they were allocated since its end', async () => {
    const bought = await buySlots();
    await hold(4, 'old');
    const end = Date.parse(bought.endsAt);
    await goTo(end + HOUR);
    await hold(3, 'new');
    await goTo(end + DAY);
    const lost = await refund(bought.charge.chargeId);
    expect((await announced()).map(({ jobs }) => [...jobs].sort())).toEqual([
      ['old_3', 'old_4'],
      ['new_1', 'new_2', 'new_3', 'old_3', 'old_4'],
    ]);
    await goTo(end + GRACE + SOON);
    expect(await held()).toBe(5);
    await goTo(lost + GRACE - SOON);
    expect(await held()).toBe(5);
    await goTo(lost + GRACE + SOON);
    expect(await held()).toBe(2);
    expect(await differences()).toEqual([]);
  });

  it('and graces that nothing explains are named by a rebuild', async () => {
    const bought = await buySlots('slots_5');
    await hold(7);
    await refund(bought.charge.chargeId);
    const { conditionalWrite } = await import('../../../functions/store/table/conditional-write.ts');
    const until = Math.floor(desk.clock.now() / 1_000) + 3_600;
    await conditionalWrite({
      key: { pk: `A#${account}`, sk: 'BAL#SLOTS#jobSlots' },
      update: 'SET graces = :graces',
      when: ['attribute_exists(pk)'],
      values: { ':graces': [['pur_none', 3, until, 0, []]] },
    });
    expect(await differences()).toEqual([
      expect.objectContaining({ what: 'jobSlots.held', stored: 7, computed: 5, repaired: false }),
      expect.objectContaining({ what: 'jobSlots.graces of pur_none', stored: 3, computed: 0 }),
    ]);
    await owner.call(`DELETE /v1/accounts/${account}/job-slots/job_7`);
  });

  it('stay when the pack is renewed in its grace', async () => {
    const bought = await buySlots();
    await hold(7);
    const end = Date.parse(bought.endsAt);
    await goTo(end + DAY);
    expect((await slots()).releaseAt).toBeDefined();
    await renew(bought);
    expect((await slots()).releaseAt).toBeUndefined();
    await goTo(end + GRACE + HOUR);
    expect([await held(), (await slots()).limit]).toEqual([7, 7]);
    expect(await differences()).toEqual([]);
  });
});
