import { setTimeout as sleep } from 'node:timers/promises';
import { log } from '../../functions/runtime/log.ts';
import { asError } from '../http/system-errors.ts';
import type { Launched } from './launch.ts';

export interface Supervised {
  /** How often the process has ended on its own. */
  readonly losses: number;
  /** Why the process ended for good; undefined while it runs. */
  readonly fate: Error | undefined;
  /** Resolves with the reason when the process has ended for good. */
  readonly gone: Promise<Error>;
  stop(): Promise<void>;
}

const MOST_RESTARTS = 5;
const WITHIN_MS = 60_000;
const FIRST_PAUSE_MS = 100;

/**
 * Restarts a process whenever it ends, at most five times a minute. Above that, or if a restart fails, it has ended for
 * good.
 */
export async function supervise(start: () => Promise<Launched>): Promise<Supervised> {
  let running = await start();
  let losses = 0;
  let fate: Error | undefined;
  let isStopping = false;
  const restarts: number[] = [];

  /** Returns why the restart failed; undefined if it runs. */
  const restart = async (): Promise<Error | undefined> => {
    for (;;) {
      const recent = restarts.filter((at) => Date.now() - at < WITHIN_MS).length;
      if (isStopping) return undefined;
      if (recent >= MOST_RESTARTS)
        return new Error(
          `The DynamoDB engine ended ${losses} times, and was restarted ${recent} times within a minute. See why in the log above, then start the local stack again.`,
        );
      restarts.push(Date.now());
      await sleep(FIRST_PAUSE_MS * 2 ** recent);
      try {
        running = await start();
        if (isStopping) await running.stop();
        log.warn('local.engine.restarted', { pid: running.pid });
        return undefined;
      } catch (error) {
        log.error('local.engine.not-restarted', { error: asError(error) });
      }
    }
  };

  const watch = async (): Promise<Error> => {
    for (;;) {
      const code = await running.ended;
      if (isStopping) return await new Promise<never>(() => {});
      losses += 1;
      log.error('local.engine.ended', { code });
      fate = await restart();
      if (fate !== undefined) return fate;
    }
  };
  const gone = watch();
  return {
    get losses() {
      return losses;
    },
    get fate() {
      return fate;
    },
    gone,
    stop: async () => {
      isStopping = true;
      await running.stop();
    },
  };
}
