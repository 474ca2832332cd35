import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { DAY, type Instant, iso, parseInstant, plus, SECOND } from '../../functions/domain/time.ts';
import { setting } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { dueAttributes, type TaskKind } from '../../functions/store/keys.ts';
import { startLocalStack } from '../../local/local-stack.ts';
import { Schedules } from '../../local/schedules/schedules.ts';
import { fakeFunctions } from './fake-functions.ts';

const START = parseInstant('2027-03-01T00:00:00Z');
const later = (ms: number): Instant => plus(START, ms);

/** What was done: the name of the job, when it was due, and whether the clock was right then. */
const done: [string, string, boolean][] = [];
/** Jobs that come back: how long after each time. */
const intervals = new Map<string, number>();
const stubborn = new Set<string>();
let sweeps = 0;

const { functions, worked, relayed } = fakeFunctions({
  scheduler: async (event) => {
    sweeps += 1;
    const { handler } = await import('../../functions/workers/scheduler.ts');
    return handler(event);
  },
  due: async (event) => {
    worked.due.push(event);
    await Promise.all(shardsOf(event).map(workOff));
    return undefined;
  },
});
const desk = await startLocalStack({ functions });
const dynamo = new DynamoDBClient();

beforeAll(() => log.setLogLevel('SILENT'));
beforeEach(() => {
  desk.clock.set(START);
  done.length = 0;
  worked.due.length = 0;
});
afterAll(async () => {
  dynamo.destroy();
  await desk.stop();
});

const shardsOf = (event: SQSEvent): number[] => event.Records.map(({ body }) => JSON.parse(body).shard);

async function workOff(shard: number): Promise<void> {
  const { dueIn } = await import('../../functions/store/table/due.ts');
  for (const { pk, at, kind } of await dueIn(shard, desk.clock.now(), 100)) {
    if (stubborn.has(pk)) continue;
    const isOnTime = desk.clock.now() >= at && desk.clock.now() < at + 30 * SECOND;
    done.push([pk, iso(at), isOnTime]);
    const interval = intervals.get(pk);
    if (interval === undefined) await forget(pk);
    else await plan(pk, plus(at, interval), kind);
  }
}

const plan = (name: string, at: Instant, kind: TaskKind = 'account') => {
  const { dueShard, dueAt } = dueAttributes(name, at, kind);
  const Item = { pk: { S: name }, sk: { S: 'JOB' }, dueShard: { S: dueShard }, dueAt: { S: dueAt } };
  return dynamo.send(new PutItemCommand({ TableName: setting('tableName'), Item }));
};
const forget = (name: string) =>
  dynamo.send(
    new DeleteItemCommand({ TableName: setting('tableName'), Key: { pk: { S: name }, sk: { S: 'JOB' } } }),
  );

async function moveClock(body: object): Promise<Instant> {
  const response = await fetch(`${desk.url}/dev/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return parseInstant(((await response.json()) as { now: string }).now);
}
const isNear = (at: Instant, wanted: Instant) => Math.abs(at - wanted) < 5 * SECOND;

describe('a jump of the clock', () => {
  it('visits what is due on the way, each at its time and in its order', async () => {
    await plan('late', later(20 * DAY));
    await plan('early', later(2 * DAY), 'charge');
    await plan('middle', later(10 * DAY));
    await plan('beyond', later(40 * DAY));
    expect(isNear(await moveClock({ advanceSeconds: 30 * 86_400 }), later(30 * DAY))).toBe(true);
    expect(done).toEqual([
      ['early', iso(later(2 * DAY)), true],
      ['middle', iso(later(10 * DAY)), true],
      ['late', iso(later(20 * DAY)), true],
    ]);
    await forget('beyond');
  });

  it('over 13 months does the work of every day', async () => {
    intervals.set('daily', DAY);
    await plan('daily', later(DAY));
    await moveClock({ now: '2028-04-01T00:00:00Z' });
    const days = Array.from({ length: 397 }, (_, i) => ['daily', iso(later((i + 1) * DAY)), true]);
    expect(done).toEqual(days);
    intervals.delete('daily');
    await forget('daily');
  });

  it('is over when all that it set off has come through queues and stream', async () => {
    await plan('job', later(DAY));
    await moveClock({ now: iso(later(2 * DAY)) });
    expect(relayed.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S === 'job')).toMatchObject([
      { eventName: 'INSERT' },
      { eventName: 'REMOVE' },
    ]);
  });

  it('backwards sets the time and does nothing', async () => {
    await plan('job', later(DAY));
    expect(isNear(await moveClock({ now: iso(later(-DAY)) }), later(-DAY))).toBe(true);
    expect(done).toEqual([]);
    await forget('job');
  });

  it('waits for the one before', async () => {
    await plan('job', later(3 * DAY));
    await Promise.all([
      moveClock({ advanceSeconds: 86_400 }),
      moveClock({ advanceSeconds: 86_400 }),
      moveClock({ advanceSeconds: 86_400 }),
    ]);
    expect(isNear(desk.clock.now(), later(3 * DAY))).toBe(true);
    expect(done).toEqual([['job', iso(later(3 * DAY)), true]]);
  });

  it('passes by what nothing is done about', async () => {
    stubborn.add('stuck');
    await plan('stuck', later(DAY));
    await plan('job', later(2 * DAY));
    await moveClock({ now: iso(later(3 * DAY)) });
    expect(done).toEqual([['job', iso(later(2 * DAY)), true]]);
    await forget('stuck');
  });

  it('to a time that there is not is refused before anything is done', async () => {
    await plan('job', later(DAY));
    for (const body of [{ now: '9999-01-01T00:00:00Z' }, { advanceSeconds: Number.MAX_SAFE_INTEGER }]) {
      const response = await fetch(`${desk.url}/dev/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
        400,
        'The clock goes from 2000 to 9000.',
      ]);
    }
    expect(done).toEqual([]);
    await forget('job');
  });
});

describe('to drain', () => {
  it('does what is due now, and nothing of later', async () => {
    await plan('now', START);
    await plan('later', later(DAY));
    await desk.drain();
    expect(done.map(([name]) => name)).toEqual(['now']);
    await forget('later');
  });

  it('ends though nothing is done about something', async () => {
    await plan('stuck', START);
    await desk.drain();
    expect(done).toEqual([]);
    await forget('stuck');
  });
});

describe('the schedule', () => {
  it('sends one message for each shard in which something is due', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => plan(`job-${i}`, START)));
    await desk.drain();
    const shards = worked.due.flatMap(shardsOf);
    expect(new Set(shards).size).toBe(shards.length);
    expect(done).toHaveLength(40);
  });

  it('runs by itself', async () => {
    const before = sweeps;
    await plan('job', START);
    while (done.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sweeps).toBeGreaterThan(before);
  });
});

describe('while requests keep coming', () => {
  /** Something new is always due a second from now, as where leases are taken without end. */
  function busySchedules() {
    let now = START;
    let requests = 0;
    const clock = {
      now: () => now,
      set: (at: Instant) => {
        now = at;
      },
      advance: () => {},
      check: () => {},
      stop: () => {},
    };
    const schedules = new Schedules({
      clock,
      scheduler: async () => {
        now = plus(now, 1);
      },
      settled: () => new Promise((resolve) => setTimeout(resolve, 1)),
      firstDue: () => {
        const at = plus(now, wait);
        return { at, dueAt: `${iso(at)}#slots`, fingerprint: String(requests++) };
      },
      dueShards: () => [],
      traffic: () => requests,
      patienceMs: 50,
    });
    return { clock, schedules };
  }
  let wait = SECOND;

  it('a jump ends all the same', async () => {
    const { clock, schedules } = busySchedules();
    await schedules.moveTo(() => later(100 * DAY));
    expect(isNear(clock.now(), later(100 * DAY))).toBe(true);
  });

  it('a drain ends with what was due when it was asked for', async () => {
    wait = 0;
    const { schedules } = busySchedules();
    await schedules.drain();
    wait = SECOND;
  });
});
