import { setTimeout as sleep } from 'node:timers/promises';

/** Polls five times a second until there is a result. Throws at the timeout. */
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
