import { HOUR, type Instant, plus } from '../../functions/domain/time.ts';
import { log } from '../../functions/runtime/log.ts';
import type { BusinessClock } from '../clock.ts';
import { asError } from '../http/faults.ts';
import type { FirstDue } from './due-times.ts';

export interface ScheduleParts {
  readonly clock: BusinessClock;
  /** Runs the schedule once, at the business time: of all shards, or of those named. */
  readonly scheduler: (shards?: readonly string[]) => Promise<unknown>;
  /** Resolves when all that is under way has ended: queues, stream. */
  readonly settled: () => Promise<void>;
  readonly firstDue: (after: string | null) => FirstDue | null;
  /** The shards in which something is due at that time: a move of the clock asks for no others. */
  readonly dueShards: (at: Instant) => readonly string[];
  /** How many requests came from outside so far. */
  readonly traffic?: () => number;
  readonly tickMs?: number;
  /** How long a move or a drain does everything in its order while requests keep coming. */
  readonly patienceMs?: number;
}

const TICK_MS = 5_000;
const PATIENCE_MS = 15_000;
/** By how much the clock moves at first when it no longer stops at each due time; doubled each time. */
const FIRST_STRIDE = HOUR;
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
  #ticking: Promise<void> = Promise.resolve();

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Sweeps every few seconds of wall time, from now on. */
  start(): void {
    const tick = () => {
      if (!this.#isBusy) void this.#scheduler();
    };
    this.#timer = setInterval(tick, this.#parts.tickMs ?? TICK_MS).unref();
  }

  /**
   * Resolves when nothing is under way, and nothing is due at the business time. Where requests keep coming, what was due
   * when it was asked for is enough.
   */
  drain(): Promise<void> {
    return this.#inTurn(() => {
      const asked = this.#parts.clock.now();
      return this.#workOff((isHurried) => (isHurried ? asked : this.#parts.clock.now()));
    });
  }

  /**
   * Moves the clock from one due time to the next, doing at each what is due then, up to where it shall be.
   * Backwards it is just set. Where requests keep coming, and with them ever more that falls due, it moves in growing
   * strides after some seconds: then work is done later than it was due. `to` is asked when it is this move's turn. A RangeError: no such time.
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
    await this.#ticking;
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

  async #workOff(until: (isHurried: boolean) => Instant): Promise<void> {
    const { clock, settled, firstDue, dueShards } = this.#parts;
    const isHurried = this.#hurry();
    let stride = FIRST_STRIDE;
    let leftLying: string | null = null;
    let seen = { fingerprint: '', times: 0 };
    for (;;) {
      await settled();
      const first: FirstDue | null = this.#isStopped ? null : firstDue(leftLying);
      const hurried = isHurried();
      const end = until(hurried);
      if (first === null || first.at > end) return;
      const { fingerprint } = first;
      seen = { fingerprint, times: fingerprint === seen.fingerprint ? seen.times + 1 : 1 };
      if (seen.times > PATIENCE) {
        log.error('local.schedules.no-progress', { dueAt: first.dueAt, firstOfEachShard: fingerprint });
        leftLying = first.dueAt;
        continue;
      }
      const next = hurried ? latest(first.at, earliest(end, plus(clock.now(), stride))) : first.at;
      if (hurried) stride *= 2;
      if (next > clock.now()) clock.set(next);
      await this.#scheduler(dueShards(clock.now()));
    }
  }

  /** Whether, from some seconds after this call on, requests have come since. */
  #hurry(): () => boolean {
    const { traffic = () => 0, patienceMs = PATIENCE_MS } = this.#parts;
    const began = performance.now();
    const came = traffic();
    return () => performance.now() - began > patienceMs && traffic() !== came;
  }

  #scheduler(shards?: readonly string[]): Promise<void> {
    this.#ticking = this.#parts
      .scheduler(shards)
      .then(() => {})
      .catch((error) => log.error('local.schedules.tick-failed', { error: asError(error) }));
    return this.#ticking;
  }
}

const earliest = (one: Instant, other: Instant): Instant => (one < other ? one : other);
const latest = (one: Instant, other: Instant): Instant => (one > other ? one : other);
