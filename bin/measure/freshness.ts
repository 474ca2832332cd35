import { setTimeout as pause } from 'node:timers/promises';
import { iso, SECOND } from '../../functions/domain/time.ts';
import { type ApiClient, connect, must } from '../api-client.ts';
import { type Findings, percentile } from './figures.ts';
import { cloudEvent, randomFrom, type Setup, SOURCE } from './measuring.ts';

const CALLS_A_SECOND = 50;
const EVENTS_A_CALL = 10;
const ACCOUNTS = 20;
const POLL_MS = 20;
const PATIENCE_MS = 30_000;

/** Measures how long after its 202 an event is counted, under a steady load over HTTP. */
export async function freshness({ stack, quick }: Setup): Promise<Findings> {
  const seconds = quick ? 2 : 10;
  const machine = connect(stack.url, await stack.issueToken({ sub: 'meter', scope: 'usage.write' }));
  const random = randomFrom(seconds);
  const delay = () => delayOf(machine, iso(stack.clock.now()), random);
  await delay();
  const begun = performance.now();
  const delays: Promise<number>[] = [];
  for (let call = 0; call < seconds * CALLS_A_SECOND; call += 1) {
    await pause(Math.max(0, begun + (call * SECOND) / CALLS_A_SECOND - performance.now()));
    delays.push(delay());
  }
  const measured = await Promise.all(delays);
  return {
    figures: [
      { name: 'freshness: accepted to counted, p50', value: percentile(measured, 0.5), unit: 'ms' },
      {
        name: 'freshness: accepted to counted, p99',
        value: percentile(measured, 0.99),
        unit: 'ms',
        target: { atMost: 2_000 },
      },
    ],
    notes: [
      `Freshness: ${CALLS_A_SECOND} calls a second of ${EVENTS_A_CALL} events for ${seconds} s over HTTP, ${ACCOUNTS} accounts; the last event of each call is looked up every ${POLL_MS} ms until it is counted. Caller and service share one process.`,
    ],
  };
}

/** Sends one call and waits until its last event is counted. Returns milliseconds since the response. */
async function delayOf(machine: ApiClient, time: string, random: () => number): Promise<number> {
  const subject = `user_fresh-${Math.floor(random() * ACCOUNTS)}`;
  const events = Array.from({ length: EVENTS_A_CALL }, () => cloudEvent(subject, time, random));
  must(202, await machine.call('POST /v1/usage-events', events));
  const from = performance.now();
  const path = `GET /v1/accounts/${subject}/usage-events/${SOURCE}/${events.at(-1)?.id}?time=${time}`;
  while (performance.now() - from < PATIENCE_MS) {
    const { body } = await machine.call<{ state?: string }>(path);
    if (body.state === 'counted') return performance.now() - from;
    await pause(POLL_MS);
  }
  throw new Error(`An event was not counted within ${PATIENCE_MS / SECOND} s.`);
}
