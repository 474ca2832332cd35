import pMap from 'p-map';
import { type Client, openDesk, someone, type TestDesk } from '../support/desk.ts';
import { Life, sellMonth20 } from '../support/life.ts';
import { COUNTERS, monthOf } from '../support/plain-account.ts';
import { random } from '../support/random.ts';
import { machineOf, moveTo } from '../support/service.ts';
import { csvTakings, listedTakings, reportedTakings, sumOfTakings, takingsOf } from '../support/takings.ts';

const GB = 1_000_000_000;
const SEEDS = Array.from({ length: 25 }, (_, i) => i + 1);
const MONTHS = 4;
const CONCURRENCY = 8;

let desk: TestDesk;
let admin: Client;
let machine: Client;

beforeAll(async () => {
  desk = await openDesk();
  moveTo(desk, '2027-03-05T12:00:00Z');
  admin = await desk.as({ sub: someone(), groups: ['admin'] });
  machine = await machineOf(desk);
  await sellMonth20(admin);
});
afterAll(() => desk.stop());

interface Story {
  readonly seed: number;
  readonly pick: (n: number) => number;
  readonly life: Life;
  readonly done: string[];
}

/** What an account may do next; each says whether there was something to do. */
const deeds: Readonly<Record<string, (story: Story) => Promise<unknown>>> = {
  buyCapacity: ({ life }) => life.buy('month_20'),
  buySlots: ({ life }) => life.buy('slots_5_sub'),
  buyMuch: ({ life, pick }) => (pick(3) === 0 ? life.buy('cap_50') : life.buy('month_20')),
  renew: ({ life, pick }) => life.renew(pick),
  refund: ({ life, pick }) => life.refund(null, pick),
  refundPart: ({ life, pick }) => life.refund(1 + pick(1_000), pick),
  confirm: ({ life, pick }) => life.confirm((1 + pick(4)) * GB + pick(1_000)),
  pay: ({ life }) => life.pay(),
};

async function use({ life, pick, done }: Story): Promise<void> {
  const isTranscoding = pick(3) === 0;
  const amount = isTranscoding ? 1 + pick(3_000) : 1 + pick(9) * GB + pick(GB);
  await life.use(isTranscoding ? 'transcoding' : 'bandwidth', amount);
  done.push(`use ${amount}`);
}

async function act(story: Story): Promise<void> {
  const names = Object.keys(deeds);
  const name = names[story.pick(names.length)] ?? '';
  story.done.push(name);
  await deeds[name]?.(story);
  await use(story);
}

// The clock jumps here: all that fell due meanwhile is done late, at once. Day by day it goes in year.test.ts.
it(`${SEEDS.length} histories of ${MONTHS} months go by as they do on paper`, async () => {
  const stories: Story[] = [];
  for (const seed of SEEDS)
    stories.push({ seed, pick: random(seed), life: await Life.begin(desk, admin, machine), done: [] });
  const all = (work: (story: Story) => Promise<void>) =>
    pMap(
      stories,
      async (story) => {
        try {
          await work(story);
        } catch (cause) {
          throw new Error(`Seed ${story.seed}, after ${story.done.join(', ')}`, { cause });
        }
      },
      { concurrency: CONCURRENCY },
    );
  const to = async (time: string) => {
    moveTo(desk, time);
    await desk.drain();
    for (const { life, done } of stories) {
      life.plain.advance(desk.clock.now());
      done.push(time.slice(0, 10));
    }
  };
  const at = (month: number, date: number, time = '12:00:00') =>
    new Date(Date.UTC(2027, month - 1, date)).toISOString().replace('00:00:00.000', time);

  for (let month = 3; month < 3 + MONTHS; month += 1) {
    for (const date of [6, 15, 24]) {
      await to(at(month, date));
      await all(use);
      await desk.drain();
      await all(act);
      await desk.drain();
    }
    // What ends in this month ends before it does.
    await to(at(month + 1, 0, '23:00:00'));
    const lastMonth = monthOf(desk.clock.now());
    await to(at(month + 1, 1, '06:00:00'));
    await all(async ({ life, pick }) => {
      const meter = COUNTERS[pick(2)] ?? 'bandwidth';
      await life.use(meter, 1 + pick(2_000), at(month + 1, 0, '21:00:00'), lastMonth);
      if (pick(2) === 0) await life.use(meter, 1 + pick(500));
    });
    // An event counts by when it is counted: what is under way must not wait until the month is closed.
    await desk.drain();
    await to(at(month + 1, 3, '18:00:00'));
    await all(async ({ life, pick }) => life.use('bandwidth', 1 + pick(GB), at(month + 1, 0, '21:00:00')));
    await desk.drain();
    await all(async ({ seed, life, done }) => {
      const { told, computed } = await life.compare();
      expect({ seed, done, told }).toEqual({ seed, done, told: computed });
    });
  }
  const taken = stories.map(({ life }) => takingsOf(life.plain.charges));
  for (const { seed, life } of stories) {
    const plain = takingsOf(life.plain.charges);
    expect({ seed, listed: await listedTakings(life.owner, life.account) }).toEqual({ seed, listed: plain });
    expect({ seed, csv: await csvTakings(life.owner, life.account) }).toEqual({ seed, csv: plain });
  }
  expect(sumOfTakings(taken).gross.overage).toBeGreaterThan(0);
  expect(await reportedTakings(admin, '2027-03-01', '2027-08-01')).toEqual(sumOfTakings(taken));
  const { rebuild } = await import('../../functions/store/rebuild/rebuild.ts');
  expect(await rebuild({ repair: false, now: desk.clock.now() })).toEqual([]);
});
