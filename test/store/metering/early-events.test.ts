import { freeOf, limitOf } from '../../../functions/domain/metering/balances.ts';
import type { Grant } from '../../../functions/domain/metering/grants.ts';
import { requireMeter } from '../../../functions/domain/meters.ts';
import { periodOf } from '../../../functions/domain/periods.ts';
import { type Instant, MINUTE, parseInstant, plus } from '../../../functions/domain/time.ts';
import { accountNamed } from '../../support/grants.ts';
import { someone } from '../../support/local-stack.ts';
import { random } from '../../support/random.ts';
import { openStore, type Store } from '../../support/store.ts';

const HISTORIES = 40;
const meter = requireMeter('transcoding');
const START = parseInstant('2027-03-31T23:50:00Z');
const TURN = parseInstant('2027-04-01T00:00:00Z');
const CLOSED = parseInstant('2027-04-02T00:01:00Z');
const TERM = 2_000;

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

type Step = (account: ReturnType<typeof accountNamed>, now: Instant) => Promise<void>;

let ids = 0;
const use =
  (amount: number, at?: Instant): Step =>
  async (account, now) => {
    const event = { source: 'test', id: `e${++ids}`, at: at ?? now, amount };
    await store.countUsage(account, meter, [event], now);
  };

const grantOf = (grantId: string): Grant => ({
  grantId,
  packType: 'cap_50',
  amount: TERM,
  expiresAt: parseInstant('2027-09-01T00:00:00Z'),
});

const buy =
  (grantId: string): Step =>
  (account, now) =>
    store.addGrant({ account, meter, period: periodOf(now) }, grantOf(grantId), now);

const end =
  (grantId: string): Step =>
  (account, now) =>
    store.removeGrant({ account, meter, period: periodOf(now) }, grantOf(grantId), now);

/** Adds a term, or takes one back; nothing for a grant that is gone. */
const extend =
  (grantId: string, terms: 1 | -1): Step =>
  async (account, now) => {
    const { extendGrant } = await import('../../../functions/store/packs/grants.ts');
    const { Transaction } = await import('../../../functions/store/table/transaction.ts');
    const { loadAccount } = await import('../../../functions/store/accounts/accounts.ts');
    if (!(await loadAccount(account))?.grants[`${meter.name}:${grantId}`]) return;
    const transaction = new Transaction();
    const grant = { ...grantOf(grantId), amount: terms * TERM };
    await extendGrant(transaction, { account, meter, grant, now });
    expect(await transaction.commit()).toBe(true);
  };

const close: Step = async (account, now) => {
  const { closePeriod } = await import('../../../functions/store/metering/closing.ts');
  await closePeriod({ account, meter, period: periodOf(START) }, now);
};

/** April as it stands, and what the account carries. */
async function outcome(account: ReturnType<typeof accountNamed>) {
  const { loadAccount } = await import('../../../functions/store/accounts/accounts.ts');
  const april = await store.loadBalance({ account, meter, period: periodOf(TURN) });
  if (!april) throw new Error('April was not begun.');
  const record = await loadAccount(account);
  return {
    used: april.used,
    limit: limitOf(april),
    free: freeOf(april),
    grants: Object.fromEntries(
      april.grants.map((grant) => [grant.grantId, [grant.amount, grant.ended ?? false]]),
    ),
    carried: Object.fromEntries(
      Object.entries(record?.grants ?? {}).map(([name, [, amount]]) => [name, amount]),
    ),
  };
}

async function live(steps: readonly (readonly [Instant, Step])[]) {
  const account = accountNamed(someone());
  for (const [at, step] of steps) await step(account, at);
  return outcome(account);
}

/** What happens in the last minutes of March, in the first hours of April, and late. Each at its time. */
function history(pick: (n: number) => number): { march: [Instant, Step][]; april: [Instant, Step][] } {
  const names = ['A', 'B', 'C'];
  const one = () => names[pick(names.length)] ?? 'A';
  const changes = [() => buy(one()), () => end(one()), () => extend(one(), 1), () => extend(one(), -1)];
  const marchSteps = Array.from({ length: 1 + pick(5) }, (_, i): [Instant, Step] => [
    plus(START, (i + 1) * MINUTE),
    pick(2) === 0 ? use(pick(4_000)) : ((changes[pick(changes.length)] ?? changes[0])?.() ?? use(1)),
  ]);
  const aprilSteps = Array.from({ length: pick(4) }, (_, i): [Instant, Step] => {
    const at = plus(TURN, (20 + i) * MINUTE);
    return [at, pick(2) === 0 ? use(pick(3_000)) : ((changes[pick(2)] ?? changes[0])?.() ?? use(1))];
  });
  return { march: marchSteps, april: aprilSteps };
}

describe('an event that is a few minutes ahead', () => {
  it(`changes nothing about what April has, in ${HISTORIES} histories`, async () => {
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const pick = random(seed);
      const { march, april } = history(pick);
      const before: [Instant, Step][] = pick(2) === 0 ? [] : [[START, buy('A')]];
      const amount = pick(5_000);
      const event = use(Math.max(1, amount), plus(TURN, 30_000));
      const at = pick(march.length + 1);
      const early: [Instant, Step] = [march[at]?.[0] ?? plus(START, 9 * MINUTE), event];
      const rest = [...april, [CLOSED, close] as [Instant, Step]];
      const told = await live([...before, ...march.slice(0, at), early, ...march.slice(at), ...rest]);
      const plain = await live([...before, ...march, [plus(TURN, 10 * MINUTE), event], ...rest]);
      expect({ seed, ...told }).toEqual({ seed, ...plain });
    }
  });

  it('gives nothing away and takes nothing when a pack is bought, renewed, refunded and burnt after it', async () => {
    const ahead = use(100, plus(TURN, 30_000));
    const at = (minute: number) => plus(START, minute * MINUTE);
    const bought = await live([
      [at(2), ahead],
      [at(3), buy('A')],
      [at(4), use(4_100)],
      [CLOSED, close],
    ]);
    expect(bought).toMatchObject({ limit: 3_600 + 1_500, carried: { 'transcoding:A': 1_500 } });
    const renewed = await live([
      [at(1), buy('A')],
      [at(2), ahead],
      [at(3), extend('A', 1)],
      [CLOSED, close],
    ]);
    expect(renewed).toMatchObject({ limit: 3_600 + 4_000, carried: { 'transcoding:A': 4_000 } });
    const refunded = await live([
      [at(1), buy('A')],
      [at(2), extend('A', 1)],
      [at(3), ahead],
      [at(4), extend('A', -1)],
      [CLOSED, close],
    ]);
    expect(refunded).toMatchObject({ limit: 3_600 + 2_000, carried: { 'transcoding:A': 2_000 } });
    const ended = await live([
      [at(1), buy('A')],
      [at(3), ahead],
      [at(4), end('A')],
      [CLOSED, close],
    ]);
    expect(ended).toMatchObject({ limit: 3_600, grants: {}, carried: {} });
  });
});

describe('a late event of a month in which nothing was used', () => {
  const january = parseInstant('2027-01-10T12:00:00Z');
  const hour = (n: number) => plus(TURN, n * 60 * MINUTE);
  const late = use(4_600, parseInstant('2027-03-31T12:00:00Z'));

  it('burns the pack for April, too, whichever of them was touched first', async () => {
    const aprilFirst = await live([
      [january, buy('A')],
      [hour(1), use(10)],
      [hour(2), late],
      [CLOSED, close],
    ]);
    const marchFirst = await live([
      [january, buy('A')],
      [hour(1), late],
      [hour(2), use(10)],
      [CLOSED, close],
    ]);
    expect(aprilFirst).toEqual(marchFirst);
    expect(aprilFirst).toMatchObject({ limit: 3_600 + 1_000, carried: { 'transcoding:A': 1_000 } });
  });

  it('does not burn a pack that was bought in April', async () => {
    const told = await live([
      [hour(1), buy('A')],
      [hour(2), late],
      [CLOSED, close],
    ]);
    expect(told).toMatchObject({ limit: 3_600 + TERM, carried: { 'transcoding:A': TERM } });
  });
});
