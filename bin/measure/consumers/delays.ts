import { setTimeout as pause } from 'node:timers/promises';
import { iso, SECOND } from '../../../functions/domain/time.ts';
import { decodeUsage } from '../../../functions/queue/usage.ts';
import { type Figure, type Findings, percentile } from '../figures.ts';
import { cloudEvent, randomFrom, START } from '../measuring.ts';
import { openRig } from './rig.ts';
import { accountsOf } from './zipf.ts';

/** Events a second, and the target where there is one. */
const RATES = [
  { rate: 100 },
  { rate: 500, target: { atMost: 2_000 } },
  { rate: 2_000 },
  { rate: 5_000 },
] as const;
const EVENTS_A_CALL = 50;
const ACCOUNTS = 1_000;
const CONSUMERS = 16;

/** Measures the time from an event's 202 until it is counted, at steady rates. */
export async function delays({
  token,
  quick,
}: {
  token: string;
  quick: boolean;
}): Promise<Required<Pick<Findings, 'figures' | 'notes'>>> {
  const seconds = quick ? 3 : 5;
  const figures: Figure[] = [];
  for (const { rate, ...aim } of RATES) figures.push(...(await delaysAt(rate, seconds, token, aim)));
  return {
    figures,
    notes: [
      `Delays: calls of ${EVENTS_A_CALL} events over ${ACCOUNTS} accounts (Zipf) for ${seconds} s, ${CONSUMERS} consumers, from a call's 202 until the worker has counted the event.`,
    ],
  };
}

async function delaysAt(
  rate: number,
  seconds: number,
  token: string,
  aim: Pick<Figure, 'target'>,
): Promise<Figure[]> {
  const random = randomFrom(rate);
  const next = accountsOf(`delays ${rate}`, ACCOUNTS, random);
  const countedAt = new Map<string, number>();
  const acceptedAt = new Map<string, number>();
  const onCounted = (bodies: readonly string[]) => {
    for (const body of bodies) for (const { id } of decodeUsage(body)) countedAt.set(id, performance.now());
  };
  const rig = await openRig({ consumers: CONSUMERS, token, onCounted });
  const call = async () => {
    const events = Array.from({ length: EVENTS_A_CALL }, () => cloudEvent(next(), iso(START), random));
    await rig.report(events);
    const at = performance.now();
    for (const { id } of events) acceptedAt.set(id, at);
  };
  try {
    rig.start();
    const begun = performance.now();
    const calls: Promise<void>[] = [];
    for (let sent = 0; sent * EVENTS_A_CALL < rate * seconds; sent += 1) {
      await pause(Math.max(0, begun + (sent * EVENTS_A_CALL * SECOND) / rate - performance.now()));
      calls.push(call());
    }
    await Promise.all(calls);
    const accepted = acceptedAt.size / ((performance.now() - begun) / SECOND);
    await rig.idle();
    // A worker may be done before the caller has its answer.
    const waited = [...acceptedAt].map(([id, at]) => Math.max(0, (countedAt.get(id) ?? Number.NaN) - at));
    const title = `delay at ${rate.toLocaleString('en-US')} events/s`;
    return [
      { name: `${title}, p50`, value: percentile(waited, 0.5), unit: 'ms' },
      { name: `${title}, p99`, value: percentile(waited, 0.99), unit: 'ms', ...aim },
      { name: `${title}, accepted`, value: accepted, unit: 'events/s' },
    ];
  } finally {
    await rig.close();
  }
}
