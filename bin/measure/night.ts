import {
  DAILY_SPREAD_MINUTES,
  DUE_SHARDS,
  DUE_WORKERS,
  WORKER_TIMEOUT,
} from '../../functions/runtime/config.ts';
import { auditLists } from '../../functions/store/list-keys.ts';
import { MOST_TOGETHER } from '../../functions/store/reports/daily-usage.ts';
import { SHARDS, sumPartitions } from '../../functions/store/shards.ts';
import { TASKS_AT_ONCE } from '../../functions/workers/due.ts';
import { prices } from './costs/prices.ts';
import { computeOf, MB_A_PROCESSOR, rate } from './costs/pricing.ts';
import { INDEX_WRITES } from './costs/scale.ts';
import { type Figure, type Findings, round } from './figures.ts';

/** What the daily task of an account takes, with its share of the figures of all. */
interface TaskUse {
  readonly requests: number;
  readonly writes: number;
  readonly reads: number;
  /** On a whole processor. */
  readonly cpuMs: number;
}

/** How the tasks of a night are spread, and who does them. */
export interface NightPlan {
  readonly accounts: number;
  readonly spreadMinutes: number;
  readonly shards: number;
  readonly workers: number;
  /** How long a worker starts tasks of its message. */
  readonly secondsAMessage: number;
  readonly tasksASecondAndWorker: number;
}

/**
 * Plays a night minute by minute: the scheduler tick sends a message for each shard with due tasks, and a worker has time for
 * some of them. Returns after how many minutes the last task is done, and the longest that one waits.
 */
export function playNight(plan: NightPlan): { readonly minutes: number; readonly mostLate: number } {
  const { accounts, spreadMinutes, shards, workers, secondsAMessage, tasksASecondAndWorker } = plan;
  const spread = Math.max(1, spreadMinutes);
  const capacity = Math.min(shards * secondsAMessage, workers * 60) * tasksASecondAndWorker;
  let [backlog, minutes, mostLate] = [0, 0, 0];
  do {
    if (minutes < spread) backlog += accounts / spread;
    mostLate = Math.max(mostLate, backlog / capacity);
    backlog = Math.max(0, backlog - capacity);
    minutes += 1;
  } while (backlog > 0 || minutes < spread);
  return { minutes, mostLate };
}

const ACCOUNTS = 1e8;
/** A request to DynamoDB from a function, in milliseconds; assumed. */
const REQUEST_MS = 6;
const PURCHASES_A_SECOND = 1_000;
/** Audit log entries of a purchase: its charge is created, and paid. */
const ENTRIES_A_PURCHASE = 2;
/** Half of what DynamoDB takes a second for one partition key. */
const MOST_WRITES_A_KEY = 500;

/** The midnight of 10^8 accounts, all of them in use: how long it takes, what it costs, and which keys are written most. */
export function nightOf(use: TaskUse): Findings & { readonly notes: readonly string[] } {
  const byProcessor = 1_000 / use.cpuMs;
  const byWaiting = (TASKS_AT_ONCE * 1_000) / (use.requests * REQUEST_MS);
  const plan: NightPlan = {
    accounts: ACCOUNTS,
    spreadMinutes: DAILY_SPREAD_MINUTES,
    shards: DUE_SHARDS,
    workers: DUE_WORKERS,
    secondsAMessage: WORKER_TIMEOUT / 2,
    tasksASecondAndWorker: Math.min(byProcessor, byWaiting),
  };
  const { minutes, mostLate } = playNight(plan);
  return {
    figures: [...taskFigures(use), ...nightFigures(plan, use, minutes), ...keyFigures(plan)],
    notes: [
      `Midnight: ${ACCOUNTS.toLocaleString('en-US')} accounts in use, their tasks spread over ${plan.spreadMinutes} minutes and ` +
        `${plan.shards} shards, ${plan.workers} workers of ${MB_A_PROCESSOR} MB, ${round(plan.tasksASecondAndWorker)} tasks a second ` +
        `and worker, ${REQUEST_MS} ms a request (assumed). A task waits ${round(mostLate)} minutes at most. The processor time is ` +
        'that of the workers and of the relay that follows their changes, on this machine.',
    ],
  };
}

const taskFigures = ({ requests, writes, reads, cpuMs }: TaskUse): Figure[] => [
  { name: 'midnight: requests of a daily task', value: requests, unit: 'requests' },
  { name: 'midnight: write units of a daily task', value: writes, unit: 'WRU' },
  { name: 'midnight: read units of a daily task', value: reads, unit: 'RRU' },
  { name: 'midnight: processor time of a daily task', value: cpuMs, unit: 'ms' },
];

function nightFigures(plan: NightPlan, { writes, reads }: TaskUse, minutes: number): Figure[] {
  const table = writes * rate(prices.writes) + reads * rate(prices.reads);
  const workers = computeOf(1_000 / plan.tasksASecondAndWorker) * rate(prices.compute);
  return [
    { name: 'midnight of 10^8 accounts', value: minutes / 60, unit: 'h', target: { atMost: 4 } },
    { name: 'midnight of 10^8 accounts, workers at once', value: plan.workers, unit: 'workers' },
    { name: 'midnight of 10^8 accounts, table', value: ACCOUNTS * table, unit: 'USD' },
    { name: 'midnight of 10^8 accounts, workers', value: ACCOUNTS * workers, unit: 'USD' },
  ];
}

/** Writes a second of the keys that are shared by accounts. */
function keyFigures({ accounts, spreadMinutes, shards }: NightPlan): Figure[] {
  const tasks = accounts / (60 * spreadMinutes);
  const target = { atMost: MOST_WRITES_A_KEY };
  const written = (name: string, value: number): Figure => ({
    name: `hottest keys: ${name}`,
    value,
    unit: 'writes/s',
    target,
  });
  return [
    written('a shard of the due index at midnight', (tasks * INDEX_WRITES) / shards),
    written('a shard of the list of accounts at midnight', tasks / SHARDS),
    written("a month's figures of all accounts at midnight", tasks / MOST_TOGETHER),
    written('a partition of the revenue at 1,000 purchases/s', PURCHASES_A_SECOND / sumPartitions.length),
    written(
      'a list of the audit log at 1,000 purchases/s',
      (PURCHASES_A_SECOND * ENTRIES_A_PURCHASE) / auditLists().length,
    ),
  ];
}
