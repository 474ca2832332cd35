import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountId } from '../../functions/domain/accounts.ts';
import { eventIdOf } from '../../functions/domain/ids.ts';
import { iso, SECOND } from '../../functions/domain/time.ts';
import { publish } from '../../functions/queue/bus.ts';
import { enqueueDue } from '../../functions/queue/due.ts';
import { now } from '../../functions/runtime/clock.ts';
import { allDueShards } from '../../functions/store/shards.ts';
import type { LocalStack } from '../../local/local-stack.ts';
import { connect, must } from '../api-client.ts';
import { type Findings, percentile } from './figures.ts';
import type { Setup } from './measuring.ts';

const ACCOUNTS = 20;
const EVENTS_A_SECOND = 10;
const HOSTILE_ENDPOINTS = 10;
/**
 * Events per second of the hostile account, with ten deliveries each: as many as all others together, and five times as
 * many.
 */
const FLOODS = [1, 5] as const;
const ANSWER_MS = 50;
const PATIENCE_MS = 60_000;

/**
 * Measures how much later other accounts' webhooks and due tasks are while ten endpoints of one account never respond.
 */
export async function webhooks({ stack, quick }: Setup): Promise<Findings> {
  const seconds = quick ? 10 : 30;
  const arrivals = new Map<string, number>();
  const good = await serve((request, response) => {
    arrivals.set(String(request.headers['webhook-id']), performance.now());
    setTimeout(() => response.writeHead(204).end(), ANSWER_MS);
  });
  const tarpit = await serve(() => {});
  try {
    const accounts = Array.from({ length: ACCOUNTS }, (_, n) => `user_quiet-${n}`);
    for (const account of accounts) await subscribe(stack, account, good.url);
    await measure(stack, accounts, arrivals, 2);
    const without = await measure(stack, accounts, arrivals, seconds);
    for (let n = 0; n < HOSTILE_ENDPOINTS; n += 1) await subscribe(stack, 'user_hostile', tarpit.url);
    const besides: Measured[] = [];
    for (const flood of FLOODS) {
      const { stop } = startFlood(flood);
      besides.push(await measure(stack, accounts, arrivals, seconds));
      await stop();
    }
    return findings(without, besides, await deadLetters(stack), seconds);
  } finally {
    await good.close();
    await tarpit.close();
  }
}

interface Measured {
  /** Milliseconds from the bus to the endpoint, per event. */
  readonly delays: readonly number[];
  /** Milliseconds in which the worker processed the due tasks of every shard, per run. */
  readonly due: readonly number[];
}

function findings(
  without: Measured,
  besides: readonly Measured[],
  letters: number,
  seconds: number,
): Findings {
  const p99 = ({ delays }: Measured) => percentile(delays, 0.99);
  const slowest = ({ due }: Measured) => Math.max(...due);
  const beside = besides.flatMap((measured, index) => {
    const name = `webhooks: beside ten silent endpoints, ${FLOODS[index]} events/s`;
    return [
      { name: `${name}, p99`, value: p99(measured), unit: 'ms' },
      {
        name: `${name}, how many times as long`,
        value: p99(measured) / p99(without),
        unit: '×',
        target: { atMost: 2 },
      },
      { name: `${name}, due tasks of all shards, slowest`, value: slowest(measured), unit: 'ms' },
    ];
  });
  return {
    figures: [
      { name: 'webhooks: event to endpoint, p99', value: p99(without), unit: 'ms' },
      { name: 'webhooks: due tasks of all shards, slowest', value: slowest(without), unit: 'ms' },
      ...beside,
      { name: 'webhooks: dead letters', value: letters, unit: '', target: { exactly: 0 } },
    ],
    notes: [
      `Webhooks: ${EVENTS_A_SECOND} events a second of ${ACCOUNTS} accounts for ${seconds} s, without and with an account of ${HOSTILE_ENDPOINTS} endpoints that never answer. Endpoints and service share one process: at ${FLOODS[1]} events a second, ${FLOODS[1] * HOSTILE_ENDPOINTS} deliveries, it is its processor that others wait for.`,
    ],
  };
}

/** Publishes events at a steady rate, and runs the worker of due tasks every second. */
async function measure(
  stack: LocalStack,
  accounts: readonly string[],
  arrivals: Map<string, number>,
  seconds: number,
): Promise<Measured> {
  const published = new Map<string, number>();
  const due: Promise<number>[] = [];
  const begun = performance.now();
  for (let nth = 0; nth < seconds * EVENTS_A_SECOND; nth += 1) {
    await pause(Math.max(0, begun + (nth * SECOND) / EVENTS_A_SECOND - performance.now()));
    if (nth % EVENTS_A_SECOND === 0) due.push(dueTime(stack));
    const account = accounts[nth % accounts.length] ?? '';
    published.set(await publishEvent(account), performance.now());
  }
  const isThere = () => [...published.keys()].every((id) => arrivals.has(id));
  const end = performance.now() + PATIENCE_MS;
  while (!isThere() && performance.now() < end) await pause(20);
  if (!isThere()) throw new Error(`A webhook did not come within ${PATIENCE_MS / SECOND} s.`);
  const delays = [...published].map(([id, at]) => (arrivals.get(id) ?? 0) - at);
  return { delays, due: await Promise.all(due) };
}

let events = 0;

/** Publishes an event as the relay does. Returns its id. */
async function publishEvent(account: string): Promise<string> {
  events += 1;
  const id = eventIdOf('measure', String(events));
  const at = now();
  await publish([
    {
      id,
      type: 'quota.warning',
      account: account as AccountId,
      at,
      data: { meter: 'bandwidth', at: iso(at) },
    },
  ]);
  return id;
}

function startFlood(eventsASecond: number) {
  let isOver = false;
  const flood = (async () => {
    while (!isOver) {
      await publishEvent('user_hostile');
      await pause(SECOND / eventsASecond);
    }
  })();
  return {
    stop: () => {
      isOver = true;
      return flood;
    },
  };
}

/** Returns the milliseconds in which the worker processed the due tasks of every shard. */
async function dueTime(stack: LocalStack): Promise<number> {
  const begun = performance.now();
  await enqueueDue(allDueShards());
  const admin = connect(stack.url, await stack.issueToken({ sub: 'user_measure', groups: ['admin'] }));
  for (;;) {
    const answer = await admin.call<{ items: Waiting[] }>('GET /v1/admin/dead-letters');
    const due = must(200, answer).items.find(({ queue }) => queue === 'due');
    if (due && due.messages + due.inFlight === 0) return performance.now() - begun;
    await pause(10);
  }
}

interface Waiting {
  readonly queue: string;
  readonly messages: number;
  readonly inFlight: number;
}

async function deadLetters(stack: LocalStack): Promise<number> {
  const answer = await connect(stack.url, null).call<{ items: unknown[] }>('GET /dev/dead-letters');
  return must(200, answer).items.length;
}

async function subscribe(stack: LocalStack, account: string, url: string): Promise<void> {
  const owner = connect(stack.url, await stack.issueToken({ sub: account }));
  const endpoint = { url, events: ['quota.warning'] };
  must(201, await owner.call(`POST /v1/accounts/${account}/webhook-endpoints`, endpoint));
}

async function serve(listener: RequestListener) {
  const server = createServer((request, response) => {
    request.resume();
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
