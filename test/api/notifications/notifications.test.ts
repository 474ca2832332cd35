import { notificationTypes } from '../../../functions/domain/events.ts';
import { DAY, iso, parseInstant, plus } from '../../../functions/domain/time.ts';
import { buy } from '../../support/charges.ts';
import { factOf } from '../../support/domain-events.ts';
import { accountNamed } from '../../support/grants.ts';
import { type Client, openStack, someone, type TestStack } from '../../support/local-stack.ts';
import { expectProblem } from '../../support/problems.ts';
import { count, eventOf, MIDMONTH, machineOf, moveTo } from '../../support/service.ts';

interface Note {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
}

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

const path = (query = '') => `GET /v1/accounts/${account}/notifications${query}`;
const notes = async (query = ''): Promise<Note[]> => {
  const { status, body } = await owner.call(path(query));
  expect(status).toBe(200);
  return body.items;
};
/** The store is loaded late: it reads the environment. */
const keep = async (...facts: readonly ReturnType<typeof factOf>[]) => {
  const { saveNotification } = await import('../../../functions/store/notifications/notifications.ts');
  for (const fact of facts) await saveNotification(fact);
};
const told = (daysLater: number, parts: object = {}) =>
  factOf('quota.warning', {
    account: accountNamed(account),
    at: plus(parseInstant(MIDMONTH), daysLater * DAY),
    ...parts,
  });

describe('the notifications of an account', () => {
  it('are what has happened to it, the newest first, with the data of its webhooks', async () => {
    const machine = await machineOf(desk);
    await count(desk, machine, [eventOf(desk, { subject: account, amount: 4_000_000_000 })]);
    const [first, ...others] = await notes();
    expect(others).toEqual([]);
    expect(first).toEqual({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/),
      type: 'quota.warning',
      at: expect.stringMatching(/^2027-03-15T12:10:\d\d\.\d{3}Z$/),
      data: expect.objectContaining({ meter: 'bandwidth', used: 4_000_000_000, percent: 80 }),
    });
    moveTo(desk, '2027-03-16T12:10:00Z');
    const { charge } = await buy(owner, account);
    await desk.drain();
    const all = await notes();
    expect(all.map(({ type }) => type).sort()).toEqual([
      'charge.succeeded',
      'pack.activated',
      'quota.warning',
    ]);
    expect(all.at(-1)).toEqual(first);
    const paid = all.find(({ type }) => type === 'charge.succeeded');
    expect(paid?.data).toEqual({ charge: expect.objectContaining({ chargeId: charge.chargeId }) });
  });

  it('are every type of event but the state of the whole account', () => {
    expect(notificationTypes).not.toContain('account.state-changed');
    expect(notificationTypes).toHaveLength(17);
  });

  it('stay as they were first published, however often they are repeated', async () => {
    const fact = told(0, { data: { used: 1 } });
    await keep(fact, { ...fact, at: plus(fact.at, DAY), data: { used: 2 } });
    expect(await notes()).toEqual([{ id: fact.id, type: fact.type, at: iso(fact.at), data: { used: 1 } }]);
  });

  it('are listed part by part without a gap', async () => {
    const facts = [0, 1, 1, 2, 3].map((day) => told(day));
    await keep(...facts);
    moveTo(desk, '2027-03-20T00:00:00Z');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: { items: Note[]; nextCursor: string | null } } = await owner.call(
        path(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`),
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect([...seen].sort()).toEqual(facts.map(({ id }) => id).sort());
    expect(seen[0]).toBe(facts[4]?.id);
    expect(seen.at(-1)).toBe(facts[0]?.id);
    expectProblem(await owner.call(path('?cursor=bm8')), 400, 'validation-failed', ['cursor']);
  });

  it('expire after exactly 90 days, whether or not they are deleted', async () => {
    const [old, young] = [told(0), told(1)];
    await keep(old, young);
    moveTo(desk, iso(plus(old.at, 90 * DAY - 10_000)));
    expect((await notes()).map(({ id }) => id)).toEqual([young.id, old.id]);
    moveTo(desk, iso(plus(old.at, 90 * DAY)));
    expect((await owner.call(path())).body).toMatchObject({ items: [{ id: young.id }], nextCursor: null });
    moveTo(desk, iso(plus(young.at, 90 * DAY)));
    expect((await owner.call(path('?limit=1'))).body).toEqual({ items: [], nextCursor: null });
  });

  it('cannot be read by other accounts', async () => {
    const stranger = await desk.as({ sub: someone() });
    expectProblem(await stranger.call(path()), 403, 'forbidden');
    const auditor = await desk.as({ sub: 'auditor', scope: 'read.all' });
    expect((await auditor.call(path())).status).toBe(200);
  });
});
