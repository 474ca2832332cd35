import type { Instant } from '../../domain/time.ts';
import { log } from '../../runtime/log.ts';
import type { BusinessClock } from '../clock.ts';
import { asError } from '../http/faults.ts';
import type { FirstDue } from './first-due.ts';

export interface ScheduleParts {
  readonly clock: BusinessClock;
  /** Runs the schedule once, at the business time. */
  readonly sweep: () => Promise<unknown>;
  /** Resolves when all that is under way has ended: queues, stream. */
  readonly settled: () => Promise<void>;
  readonly firstDue: (after: string | null) => Promise<FirstDue | null>;
  readonly tickMs?: number;
}

const TICK_MS = 5_000;
/** How often the same thing may be due, with nothing done about it, before it is left lying. */
const PATIENCE = 50;

/** EventBridge's schedule, on the business clock: what is due is done in its order, however far the clock jumps. */
export class Schedules {
  readonly #parts: ScheduleParts;
  #timer: NodeJS.Timeout | undefined;
  /** Clock moves and drains come one after the other; the last of them. */
  #last: Promise<unknown> = Promise.resolve();
  #isBusy = false;
  #isStopped = false;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Sweeps every few seconds of wall time, from now on. */
  start(): void {
    const tick = () => {
      if (!this.#isBusy) void this.#sweep();
    };
    this.#timer = setInterval(tick, this.#parts.tickMs ?? TICK_MS).unref();
  }

  /** Resolves when nothing is under way, and nothing is due at the business time. */
  drain(): Promise<void> {
    return this.#inTurn(() => this.#workOff(() => this.#parts.clock.now()));
  }

  /**
   * Moves the clock from one due time to the next, doing at each what is due then, up to where it shall be.
   * Backwards it is just set. `to` is asked when it is this move's turn. A RangeError: no such time.
   */
  moveTo(to: () => Instant): Promise<void> {
    const { clock } = this.#parts;
    return this.#inTurn(async () => {
      const target = to();
      clock.check(target);
      if (target < clock.now()) return clock.set(target);
      await this.#workOff(() => target);
      // Work takes its time too: it may be later already.
      if (target > clock.now()) clock.set(target);
    });
  }

  /** Ends what was begun by half: what is due is done by a later desk. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(async () => {
      this.#isBusy = true;
      try {
        await work();
      } finally {
        this.#isBusy = false;
      }
    });
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #workOff(until: () => Instant): Promise<void> {
    const { clock, settled, firstDue } = this.#parts;
    let leftLying: string | null = null;
    let seen = { fingerprint: '', times: 0 };
    for (;;) {
      await settled();
      const first: FirstDue | null = this.#isStopped ? null : await firstDue(leftLying);
      if (first === null || first.at > until()) return;
      const { fingerprint } = first;
      seen = { fingerprint, times: fingerprint === seen.fingerprint ? seen.times + 1 : 1 };
      if (seen.times > PATIENCE) {
        log.error('desk.schedules.no-progress', { dueAt: first.dueAt, firstOfEachShard: fingerprint });
        leftLying = first.dueAt;
        continue;
      }
      if (first.at > clock.now()) clock.set(first.at);
      await this.#sweep();
    }
  }

  #sweep(): Promise<void> {
    this.#sweeping = this.#parts
      .sweep()
      .then(() => {})
      .catch((fault) => log.error('desk.schedules.sweep-failed', { error: asError(fault) }));
    return this.#sweeping;
  }
}
