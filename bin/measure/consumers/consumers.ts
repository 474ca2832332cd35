import pMap from 'p-map';
import type { AccountId } from '../../../functions/domain/accounts.ts';
import { iso } from '../../../functions/domain/time.ts';
import { countByTransaction } from '../baseline.ts';
import { counting } from '../capacity.ts';
import type { Figure, Findings } from '../figures.ts';
import { cloudEvent, eventOf, randomFrom, type Setup, START } from '../measuring.ts';
import { delays } from './delays.ts';
import { openRig, TABLE_MS } from './rig.ts';
import { accountsOf } from './zipf.ts';

const CONSUMERS = [1, 16, 64] as const;

/** API requests that were accepted before the first consumer starts. */
interface Backlog {
  readonly name: string;
  readonly accounts: number;
  readonly calls: number;
  readonly eventsACall: number;
}

const backlogs = (quick: boolean): Backlog[] => [
  { name: 'one account, 1 event a call', accounts: 1, calls: quick ? 200 : 500, eventsACall: 1 },
  { name: 'one account, 100 a call', accounts: 1, calls: quick ? 50 : 100, eventsACall: 100 },
  { name: '1,000 accounts, 100 a call', accounts: 1_000, calls: quick ? 60 : 100, eventsACall: 100 },
];

interface Drained {
  readonly writtenPerEvent: number;
  readonly refusedShare: number;
  readonly eventsPerSecond: number;
}

/** Measures cost per event, conflicts and throughput by the number of consumers, and the delay until events are counted. */
export async function consumers({ stack, quick }: Setup): Promise<Findings> {
  const token = await stack.issueToken({ sub: 'meter', scope: 'usage.write' });
  const figures: Figure[] = [];
  for (const backlog of backlogs(quick)) figures.push(...(await compareConsumers(backlog, token)));
  figures.push(...(await peers(quick, token)));
  const waits = await delays({ token, quick });
  return {
    figures: [...figures, ...waits.figures],
    notes: [
      `Consumers: ${CONSUMERS.join(', ')} at a time process a backlog that the ingest handler put on the local FIFO queue, with the deployed worker; accounts are drawn by Zipf's law (exponent 1); each table request takes ${TABLE_MS} ms more than the engine's own time. Caller, queue, workers and engine share the processors, which limit the throughput.`,
      ...waits.notes,
    ],
  };
}

async function compareConsumers(backlog: Backlog, token: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  let alone: Drained | undefined;
  for (const count of CONSUMERS) {
    const drained = await drain(backlog, { consumers: count, token });
    const title = `consumers: ${backlog.name}, ${count} at a time`;
    alone ??= drained;
    figures.push(
      {
        name: title,
        value: drained.writtenPerEvent,
        unit: 'WRU/event',
        target: { atMost: 1.15 * alone.writtenPerEvent },
      },
      {
        name: `${title}, failed conditions`,
        value: 100 * drained.refusedShare,
        unit: '% of writes',
        target: { atMost: 1 },
      },
      {
        name: `${title}, throughput`,
        value: drained.eventsPerSecond,
        unit: 'events/s',
        ...(count > 1 && { target: { atLeast: leastOf(backlog, alone) } }),
      },
    );
  }
  return figures;
}

/** Throughput over many accounts grows with consumers. On one account it does not fall by more than runs differ. */
const leastOf = ({ accounts }: Backlog, { eventsPerSecond }: Drained): number =>
  accounts > 1 ? eventsPerSecond : 0.8 * eventsPerSecond;

async function drain(
  { name, accounts, calls, eventsACall }: Backlog,
  options: { readonly consumers: number; readonly token: string; readonly isStandard?: boolean },
): Promise<Drained> {
  const random = randomFrom(calls);
  const next = accountsOf(`${name} ${options.consumers} ${options.isStandard === true}`, accounts, random);
  const rig = await openRig(options);
  try {
    for (let call = 0; call < calls; call += 1)
      await rig.report(Array.from({ length: eventsACall }, () => cloudEvent(next(), iso(START), random)));
    const from = performance.now();
    const idle = rig.idle();
    rig.start();
    await idle;
    const seconds = (performance.now() - from) / 1_000;
    const { written, refused, writes } = rig.tally;
    return {
      writtenPerEvent: written / (calls * eventsACall),
      refusedShare: refused / writes,
      eventsPerSecond: (calls * eventsACall) / seconds,
    };
  } finally {
    await rig.close();
  }
}

/** Measures the same on a standard queue, and with one transaction per event. */
async function peers(quick: boolean, token: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const whole of backlogs(quick)) {
    // Races make it slow: a third is enough to show them.
    const backlog = { ...whole, calls: Math.ceil(whole.calls / 3) };
    const raced = await drain(backlog, { consumers: 16, token, isStandard: true });
    const title = `consumers (baseline): standard queue, ${backlog.name}, 16 at a time`;
    figures.push(
      { name: title, value: raced.writtenPerEvent, unit: 'WRU/event' },
      { name: `${title}, failed conditions`, value: 100 * raced.refusedShare, unit: '% of writes' },
      { name: `${title}, throughput`, value: raced.eventsPerSecond, unit: 'events/s' },
    );
  }
  for (const atOnce of CONSUMERS) figures.push(...(await transactions(quick ? 200 : 1_000, atOnce)));
  return figures;
}

async function transactions(count: number, atOnce: number): Promise<Figure[]> {
  const random = randomFrom(count);
  const account = `user_transactions-${atOnce}` as AccountId;
  const events = Array.from({ length: count }, () => eventOf(account, START, random));
  const from = performance.now();
  const { written } = await counting(() => pMap(events, countByTransaction, { concurrency: atOnce }));
  const title = `consumers (baseline): a transaction an event, one account, ${atOnce} at a time`;
  return [
    { name: title, value: written / count, unit: 'WRU/event' },
    {
      name: `${title}, throughput`,
      value: (1_000 * count) / (performance.now() - from),
      unit: 'events/s',
    },
  ];
}
