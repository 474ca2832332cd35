import { setTimeout as sleep } from 'node:timers/promises';

/** Asks five times a second until there is an answer. Throws when there is none in time. */
export async function waitUntil<T>(
  what: string,
  seconds: number,
  signal: AbortSignal,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await sleep(200)) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`Waited ${seconds} s for ${what} in vain.`);
}
