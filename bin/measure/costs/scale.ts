import { DUE_SHARDS } from '../../../functions/runtime/config.ts';
import { round } from '../figures.ts';
import type { Metered } from './metering.ts';
import { type OperationName, operations } from './operations.ts';
import { type Found, table, usd } from './page.ts';
import { costOf, MB_A_PROCESSOR, total } from './pricing.ts';

/** The load: accounts, and usage events per day and per call. */
export interface Load {
  readonly accounts: number;
  readonly eventsADay: number;
  readonly eventsACall: number;
}

const internetScale: Load = { accounts: 1e8, eventsADay: 1e10, eventsACall: 1_000 };

const DAY_SECONDS = 86_400;

/** Assumed operations per account and day, besides usage. */
const daily: Readonly<Partial<Record<OperationName, number>>> = {
  check: 10,
  quotas: 2,
  allocate: 1,
  release: 1,
  reserve: 1,
  upload: 0.5,
  correct: 0.0001,
  purchase: 1 / 60,
  renewal: 1 / 60,
  confirm: 1 / 300,
  daily: 29 / 30,
  close: 1 / 30,
  webhook: 0.1,
};

/** Memory of functions that do not have 512 MB. */
const memory: Readonly<Record<string, number>> = { usage: 1_024, 'access-logs': 1_024, due: 1_769 };

/** Converts milliseconds of a whole CPU to those of a function with its memory. */
export const slowed = (name: string, milliseconds: number): number =>
  milliseconds * (MB_A_PROCESSOR / (memory[name] ?? 512));

/** The resources that an operation needs at a rate. */
export interface Rate {
  readonly perSecond: number;
  readonly writes: number;
  readonly reads: number;
  /** Concurrent executions. */
  readonly atOnce: number;
  readonly usdADay: number;
}

export function rateOf({ use, milliseconds }: Metered, timesADay: number): Rate {
  const perSecond = timesADay / DAY_SECONDS;
  const seconds = [...milliseconds].reduce((sum, [name, spent]) => sum + slowed(name, spent) / 1_000, 0);
  return {
    perSecond,
    writes: perSecond * use.writes,
    reads: perSecond * use.reads,
    atOnce: perSecond * seconds,
    usdADay: (timesADay / 1_000_000) * total(costOf(use)),
  };
}

const sum = (rates: readonly Rate[]): Rate => ({
  perSecond: rates.reduce((all, rate) => all + rate.perSecond, 0),
  writes: rates.reduce((all, rate) => all + rate.writes, 0),
  reads: rates.reduce((all, rate) => all + rate.reads, 0),
  atOnce: rates.reduce((all, rate) => all + rate.atOnce, 0),
  usdADay: rates.reduce((all, rate) => all + rate.usdADay, 0),
});

const reports = { 1: 'report1', 10: 'report10', 100: 'report100' } as const;
const groupSizes = [1, 10, 100] as const;

/** Formats the page's tables: the totals, and the limits of an account and a shard. */
export const scalePage = (found: Found, load = internetScale): string =>
  [rateTable(found, load), limitTable(found, load)].join('\n\n');

function rateTable(found: Found, { accounts, eventsADay, eventsACall }: Load): string {
  const others = Object.entries(daily).map(
    ([name, often]) => [name, rateOf(found[name as OperationName], often * accounts)] as const,
  );
  const rest = sum(others.map(([, rate]) => rate));
  const usage = groupSizes.map((k) => [k, rateOf(found[reports[k]], eventsADay / eventsACall)] as const);
  const rows = [
    ...usage.map(([k, rate]) =>
      cells(`usage, ${k} event${k === 1 ? '' : 's'} of an account per request`, rate),
    ),
    ...others.map(([name, rate]) => cells(operations[name as OperationName].title, rate)),
    ...usage.map(([k, rate]) => cells(`**all, with usage ${k} at a time**`, sum([rate, rest]))),
  ];
  return table(['what', 'per second', 'WRU/s', 'RRU/s', 'concurrent functions', 'USD per day'], rows);
}

const cells = (name: string, { perSecond, writes, reads, atOnce, usdADay }: Rate): string[] => [
  name,
  ...[perSecond, writes, reads, atOnce].map(round),
  usd(usdADay),
];

/**
 * DynamoDB's limit of writes per second to one item, or one key of an index (Developer Guide, "Burst and adaptive
 * capacity").
 */
const WRITES_A_KEY = 1_000;
/** A daily task deletes two index entries, its own and its contribution's, and adds both. */
export const INDEX_WRITES = 4;

function limitTable(found: Found, { eventsADay, eventsACall }: Load): string {
  const usage = groupSizes.map((k) => {
    const writesAGroup = found[reports[k]].use.writes / (eventsACall / k);
    return [
      `one account's events, ${k} at a time, by its balance`,
      `${round((k * WRITES_A_KEY) / writesAGroup)} per second`,
    ];
  });
  const workers = groupSizes.map((k) => {
    const seconds = slowed('usage', found[reports[k]].milliseconds.get('usage') ?? 0) / 1_000;
    const atOnce = (eventsADay / eventsACall / DAY_SECONDS) * seconds;
    return [`concurrent usage workers, ${k} of an account per request (50 are allowed)`, round(atOnce)];
  });
  const change = slowed('relay', (found.report1.milliseconds.get('relay') ?? 0) / eventsACall);
  const rows = [
    ...usage,
    ...workers,
    ['changes published by the relay, per shard of the stream', `${round(1_000 / change)} per second`],
    [
      `capacity of ${DUE_SHARDS} keys of the due index`,
      `${round((DUE_SHARDS * WRITES_A_KEY) / INDEX_WRITES)} daily tasks per second`,
    ],
  ];
  return table(['limit', ''], rows);
}
