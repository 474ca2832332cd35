import { setTimeout as pause } from 'node:timers/promises';
import { type Instant, iso, SECOND } from '../../functions/domain/time.ts';
import type { Desk } from '../../local/desk.ts';
import { amountFrom, type Bench, idFrom, randomFrom } from './bench.ts';
import { type Findings, percentile } from './figures.ts';

const CALLS_A_SECOND = 50;
const EVENTS_A_CALL = 10;
const ACCOUNTS = 20;
const POLL_MS = 20;
const PATIENCE_MS = 30_000;

/** How long after its 202 an event is counted, while calls come steadily over HTTP. */
export async function freshness({ desk, quick }: Bench): Promise<Findings> {
  const seconds = quick ? 2 : 10;
  const token = await desk.issueToken({ sub: 'meter', scope: 'usage.write' });
  const random = randomFrom(seconds);
  await delayOf(desk, token, random);
  const begun = performance.now();
  const delays: Promise<number>[] = [];
  for (let call = 0; call < seconds * CALLS_A_SECOND; call += 1) {
    await pause(Math.max(0, begun + (call * SECOND) / CALLS_A_SECOND - performance.now()));
    delays.push(delayOf(desk, token, random));
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

/** Sends one call and waits until its last event is counted. Milliseconds from the answer on. */
async function delayOf(desk: Desk, token: string, random: () => number): Promise<number> {
  const subject = `user_fresh-${Math.floor(random() * ACCOUNTS)}`;
  const time = iso(desk.clock.now() as Instant);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const events = Array.from({ length: EVENTS_A_CALL }, () => ({
    specversion: '1.0',
    id: idFrom(random),
    source: 'bench',
    type: 'bandwidth',
    subject,
    time,
    data: { amount: amountFrom(random) },
  }));
  const body = JSON.stringify(events);
  const accepted = await fetch(`${desk.url}/v1/usage-events`, { method: 'POST', headers, body });
  if (accepted.status !== 202)
    throw new Error(`Usage was answered ${accepted.status}: ${await accepted.text()}`);
  const from = performance.now();
  await accepted.text();
  const path = `/v1/accounts/${subject}/usage-events/bench/${events.at(-1)?.id}?time=${time}`;
  while (performance.now() - from < PATIENCE_MS) {
    const answer = await fetch(desk.url + path, { headers });
    if (((await answer.json()) as { state?: string }).state === 'counted') return performance.now() - from;
    await pause(POLL_MS);
  }
  throw new Error(`An event was not counted within ${PATIENCE_MS / SECOND} s.`);
}
