import { HOUR, type Instant, plus } from '../../functions/domain/time.ts';
import { log } from '../../functions/runtime/log.ts';
import type { BusinessClock } from '../clock.ts';
import { asError } from '../http/system-errors.ts';
import type { FirstDue } from './due-times.ts';

export interface ScheduleParts {
  readonly clock: BusinessClock;
  /** Runs the schedule once, at the business time: of all shards, or of those named. */
  readonly scheduler: (shards?: readonly string[]) => Promise<unknown>;
  /** Resolves when all work in progress has ended: queues and stream. */
  readonly settled: () => Promise<void>;
  readonly firstDue: (after: string | null) => FirstDue | null;
  /** The shards in which something is due at that time: a move of the clock asks for no others. */
  readonly dueShards: (at: Instant) => readonly string[];
  /** Returns the number of external requests so far. */
  readonly traffic?: () => number;
  readonly tickMs?: number;
  /** How long a move or a drain executes everything in order while requests keep arriving. */
  readonly patienceMs?: number;
}

const TICK_MS = 5_000;
const PATIENCE_MS = 15_000;
/** The first stride of the clock once it no longer stops at each due time. Doubled each time. */
const FIRST_STRIDE = HOUR;
/** How often the same tasks may stay due without progress before they are skipped. */
const PATIENCE = 50;

/**
 * Emulates EventBridge's schedule on the business clock. Due tasks are executed in order, however far the clock moves.
 */
export class Schedules {
  readonly #parts: ScheduleParts;
  #timer: NodeJS.Timeout | undefined;
  /** The last clock move or drain; they run one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #isBusy = false;
  #isStopped = false;
  #ticking: Promise<void> = Promise.resolve();

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Starts a scheduler run every few seconds of wall time. */
  start(): void {
    const tick = () => {
      if (!this.#isBusy) void this.#scheduler();
    };
    this.#timer = setInterval(tick, this.#parts.tickMs ?? TICK_MS).unref();
  }

  /**
   * Resolves when nothing is in progress and nothing is due at the business time. While requests keep arriving, it
   * covers only what was due at the call.
   */
  drain(): Promise<void> {
    return this.#inTurn(() => {
      const asked = this.#parts.clock.now();
      return this.#workOff((isHurried) => (isHurried ? asked : this.#parts.clock.now()));
    });
  }

  /**
   * Moves the clock from one due time to the next up to the target, and executes what is due at each. Moving backwards
   * only sets the clock. If requests keep arriving and more becomes due, after some seconds it moves in growing
   * strides, so tasks run later than they were due. Calls `to` when it is this move's turn. Throws a RangeError for an
   * invalid time.
   */
  moveTo(to: () => Instant): Promise<void> {
    const { clock } = this.#parts;
    return this.#inTurn(async () => {
      const target = to();
      clock.check(target);
      if (target < clock.now()) return clock.set(target);
      await this.#workOff(() => target);
      // Execution takes time, so the clock may be past the target already.
      if (target > clock.now()) clock.set(target);
    });
  }

  /** Stops. A later local stack executes what is due. */
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
    let skippedUntil: string | null = null;
    let seen = { fingerprint: '', times: 0 };
    for (;;) {
      await settled();
      const first: FirstDue | null = this.#isStopped ? null : firstDue(skippedUntil);
      const hurried = isHurried();
      const end = until(hurried);
      if (first === null || first.at > end) return;
      const { fingerprint } = first;
      seen = { fingerprint, times: fingerprint === seen.fingerprint ? seen.times + 1 : 1 };
      if (seen.times > PATIENCE) {
        log.error('local.schedules.no-progress', { dueAt: first.dueAt, firstOfEachShard: fingerprint });
        skippedUntil = first.dueAt;
        continue;
      }
      const next = hurried ? latest(first.at, earliest(end, plus(clock.now(), stride))) : first.at;
      if (hurried) stride *= 2;
      if (next > clock.now()) clock.set(next);
      await this.#scheduler(dueShards(clock.now()));
    }
  }

  /** Returns a function that says whether requests arrived after the first few seconds of this call. */
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
