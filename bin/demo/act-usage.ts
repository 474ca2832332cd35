import { randomOf } from '../../local/sample/data.ts';
import { type ApiClient, must } from '../api-client.ts';
import { bytes, inParts, inUnitOf, shuffled, whole } from './figures.ts';
import { type Act, quotaOf, type Stage } from './stage.ts';

const EVENTS = 10_000;
const DUPLICATES = EVENTS / 10;
const EVENTS_A_CALL = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The largest single event of each meter. */
const meters: Readonly<Record<string, number>> = { bandwidth: 2_000_000, transcoding: 3 };

interface UsageEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: { readonly amount: number };
}

/** However often an event comes, and in whatever order: it counts once. */
export const usage: Act = {
  title: `Report ${EVENTS.toLocaleString('en')} usage events, a tenth of them twice`,
  play: async (stage) => {
    const accounts = ['ada', 'bo', 'chen'].map((name) => stage.account(name));
    const machine = await stage.as({ sub: 'demo-machine', scope: 'usage.write read.all' });
    const month = await monthSoFar(stage, machine, accounts[0] ?? '');
    const random = randomOf('usage events');
    const events = Array.from({ length: EVENTS - DUPLICATES }, (_, index) =>
      makeEvent(index, accounts, month, random),
    );
    const repeated = shuffled(events, random).slice(0, DUPLICATES);
    await report(stage, machine, shuffled([...events, ...repeated], random));
    await expectSums(stage, machine, events);
    await showMonth(stage, machine, events, accounts[0] ?? '', month);
  },
};

interface Month {
  readonly start: number;
  readonly now: number;
}

async function monthSoFar(stage: Stage, machine: ApiClient, account: string): Promise<Month> {
  const { period } = await quotaOf(machine, account, 'bandwidth');
  return { start: Date.parse(period?.start ?? ''), now: await stage.now() };
}

/** Every day from nine to ten, and a little more each day. */
function makeEvent(
  index: number,
  accounts: readonly string[],
  { start, now }: Month,
  random: () => number,
): UsageEvent {
  const names = Object.keys(meters);
  const type = names[index % names.length] ?? '';
  const day = Math.floor(Math.sqrt(random()) * Math.ceil((now - start) / DAY));
  const at = Math.min(start + day * DAY + 9 * HOUR + Math.floor(random() * HOUR), now);
  return {
    specversion: '1.0',
    id: `request-${index}`,
    source: 'demo',
    type,
    subject: accounts[Math.floor(index / names.length) % accounts.length] ?? '',
    time: new Date(at).toISOString(),
    data: { amount: 1 + Math.floor(random() * (meters[type] ?? 1)) },
  };
}

async function report(stage: Stage, machine: ApiClient, events: readonly UsageEvent[]): Promise<void> {
  const began = performance.now();
  let accepted = 0;
  for (const part of inParts(events, EVENTS_A_CALL)) {
    accepted += must(202, await machine.call<{ accepted: number }>('POST /v1/usage-events', part)).accepted;
    stage.screen.progress('events', accepted, events.length);
  }
  await stage.settle();
  const elapsed = performance.now() - began;
  stage.screen.line(`  accepted and counted in ${(elapsed / 1_000).toFixed(1)} s`);
  stage.expect('events accepted', EVENTS, accepted, whole);
}

async function expectSums(stage: Stage, machine: ApiClient, events: readonly UsageEvent[]): Promise<void> {
  const sums = new Map<string, number>();
  for (const { subject, type, data } of events) {
    const key = `${subject} ${type}`;
    sums.set(key, (sums.get(key) ?? 0) + data.amount);
  }
  for (const [key, sum] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [account = '', meter = ''] = key.split(' ');
    const { used } = await quotaOf(machine, account, meter);
    stage.expect(`${meter} of ${account.split('-')[1]}`, sum, used, inUnitOf(meter));
  }
}

async function showMonth(
  stage: Stage,
  machine: ApiClient,
  events: readonly UsageEvent[],
  account: string,
  { start, now }: Month,
): Promise<void> {
  const range = `from=${new Date(start).toISOString()}&to=${new Date(now + 1).toISOString()}`;
  const answer = await machine.call<{ items: { start: string; amount: number }[] }>(
    `GET /v1/accounts/${account}/usage?meter=bandwidth&granularity=day&${range}`,
  );
  const days = must(200, answer).items;
  stage.screen.line(`Bandwidth of ${account}, day by day:`);
  stage.screen.chart(
    days.map((day) => ({ label: day.start.slice(5, 10), amount: day.amount })),
    bytes,
  );
  const expected = events
    .filter((event) => event.subject === account && event.type === 'bandwidth')
    .reduce((sum, event) => sum + event.data.amount, 0);
  stage.expect(
    'the days of the chart together',
    expected,
    days.reduce((sum, day) => sum + day.amount, 0),
    bytes,
  );
}
