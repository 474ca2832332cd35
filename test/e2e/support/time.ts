import { setTimeout as sleep } from 'node:timers/promises';
import { baseUrl, target } from './target.ts';

/** Tries an assertion four times a second until it holds, or the time is up: then its last failure stands. */
export async function eventually<T>(assertion: () => Promise<T>, seconds = 30): Promise<T> {
  for (const end = Date.now() + seconds * 1_000; ; await sleep(250)) {
    try {
      return await assertion();
    } catch (failure) {
      if (Date.now() > end) throw failure;
    }
  }
}

/** The business time: the wall clock wherever nobody can move it. */
export async function now(): Promise<Date> {
  if (target !== 'local') return new Date();
  const { now } = (await (await fetch(`${baseUrl}/dev/clock`)).json()) as { now: string };
  return new Date(now);
}

export async function later(seconds: number): Promise<string> {
  return new Date((await now()).getTime() + seconds * 1_000).toISOString();
}

/** Lets time pass: on the desk at once, elsewhere as it does. What falls due meanwhile may take a moment more. */
export async function pass(seconds: number): Promise<void> {
  if (target !== 'local') {
    await sleep(seconds * 1_000);
    return;
  }
  const response = await fetch(`${baseUrl}/dev/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
  if (!response.ok) throw new Error(`The clock did not move: ${await response.text()}`);
}

export const DAY = 86_400;
