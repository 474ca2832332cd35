import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { SECOND } from '../../functions/domain/time.ts';
import { WORKER_TIMEOUT } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { asError, messageOf } from '../http/system-errors.ts';
import { RELAY } from '../queues/dead-letters.ts';
import { type Queue, text } from '../queues/queue.ts';
import { within } from '../within.ts';
import type { StreamReader } from './reader.ts';
import type { Change } from './record.ts';

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;

export interface StreamOptions {
  readonly reader: StreamReader;
  /** Receives changes that failed `maxTries` times, with the reason. */
  readonly deadLetters: Queue;
  readonly maxTries?: number;
  /** What the handler depends on. */
  readonly dependency?: Dependency;
  /** The handler's timeout. */
  readonly timeoutMs?: number;
  /** Pauses between polls of an idle stream: the first and the longest. */
  readonly pauseMs?: Pauses;
  /** Waits after failures: the first, doubled each time up to the longest. */
  readonly retryMs?: Pauses;
}

/** Waits for everything written before `second` of the wall clock. */
interface Waiter {
  readonly second: number;
  wake(): void;
}

interface Pauses {
  readonly first: number;
  readonly longest: number;
}

const BATCH_SIZE = 100;
const SLOWER = 1.1;

/** Passes the changes of the table to the handler as Lambda does: in order, in batches, at least once. */
export class TableStream {
  readonly #options: Required<StreamOptions>;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #handler: StreamHandler | undefined;
  #waiters: Waiter[] = [];
  #wake = new AbortController();
  #handedOn = 0;

  constructor(options: StreamOptions) {
    this.#options = {
      maxTries: 8,
      dependency: alwaysThere,
      timeoutMs: WORKER_TIMEOUT * SECOND,
      pauseMs: { first: 50, longest: 250 },
      retryMs: { first: 50, longest: 500 },
      ...options,
    };
  }

  /** Returns the number of processed changes. */
  get handedOn(): number {
    return this.#handedOn;
  }

  deliverTo(handler: StreamHandler): void {
    this.#handler ??= handler;
    this.#running ??= this.#run(handler);
  }

  /**
   * Processes a change that was set aside. Returns undefined on success, or the reason of the failure. The handler must
   * tolerate that later changes were processed before.
   */
  async handOnAgain(change: string): Promise<string | undefined> {
    if (this.#handler === undefined) return 'Nothing takes changes of the table.';
    const record: DynamoDBRecord = JSON.parse(change);
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    const { reason } = await this.#try([{ sequenceNumber, record }], this.#handler);
    return reason ?? undefined;
  }

  /** Resolves when everything written before the call was processed. Resolves immediately if there is no handler. */
  idle(): Promise<void> {
    if (this.#running === undefined || this.#isStopping) return Promise.resolve();
    const second = Math.floor(Date.now() / SECOND);
    const read = new Promise<void>((wake) => this.#waiters.push({ second, wake }));
    this.#wake.abort();
    return read;
  }

  /** Waits for the batch in progress. A later local stack processes the rest. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#running;
    this.#wakeThose(() => true);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(handler: StreamHandler): Promise<void> {
    const { first, longest } = this.#options.pauseMs;
    let pause = first;
    while (!this.#isStopping) {
      // Waiters from before this poll are done if it finds nothing.
      const asked = new Set(this.#waiters);
      if (await this.#lookFor(handler)) pause = first;
      else {
        this.#wakeThose((waiter) => asked.has(waiter));
        await this.#rest(pause);
        pause = Math.min(pause * SLOWER, longest);
      }
    }
  }

  #wakeThose(isAnswered: (waiter: Waiter) => boolean): void {
    const waiting = this.#waiters;
    this.#waiters = waiting.filter((waiter) => !isAnswered(waiter));
    for (const waiter of waiting) if (isAnswered(waiter)) waiter.wake();
  }

  /**
   * Polls once and processes what it finds. Returns false if it found nothing. A failed poll may have missed something.
   */
  async #lookFor(handler: StreamHandler): Promise<boolean> {
    const { reader, retryMs } = this.#options;
    try {
      const changes = await reader.read(BATCH_SIZE);
      await this.#handOn(changes, handler);
      return changes.length > 0;
    } catch (error) {
      log.error('local.stream.not-read', { error: asError(error) });
      reader.rewind();
      await pass(retryMs.longest, this.#stopping.signal);
      return true;
    }
  }

  /** Resolves when it is time for the next poll, or when a caller waits for the stream. */
  async #rest(ms: number): Promise<void> {
    if (this.#waiters.length === 0) await pass(ms, this.#wake.signal);
    if (!this.#isStopping) this.#wake = new AbortController();
  }

  /** Retries failed changes in ever smaller batches until one change is isolated. Sets that one aside. */
  async #handOn(changes: readonly Change[], handler: StreamHandler): Promise<void> {
    const { maxTries, retryMs, dependency } = this.#options;
    let rest = changes;
    let size = BATCH_SIZE;
    let tries = 0;
    while (rest.length > 0 && !this.#isStopping) {
      const batch = rest.slice(0, size);
      const { losses } = dependency;
      const { done, reason } = await this.#try(batch, handler);
      this.#pass(batch.slice(0, done));
      rest = rest.slice(done);
      tries = done > 0 ? 0 : tries;
      if (reason === null) {
        size = BATCH_SIZE;
        continue;
      }
      // The change did not cause the failure, so retry it when the engine is back.
      if (await dependency.wasAway(losses)) {
        await dependency.back(this.#stopping.signal);
        continue;
      }
      tries += 1;
      log.warn('local.stream.batch-failed', { first: rest[0]?.sequenceNumber, tries, reason });
      if (tries >= maxTries) {
        await this.#setAside(rest[0], reason);
        rest = rest.slice(1);
        tries = 0;
        size = BATCH_SIZE;
      } else {
        size = Math.max(1, Math.floor(batch.length / 2));
        await pass(Math.min(retryMs.first * 2 ** (tries - 1), retryMs.longest), this.#stopping.signal);
      }
    }
  }

  /** Returns how many changes of the batch were processed before the first failure, and its reason. */
  async #try(
    batch: readonly Change[],
    handler: StreamHandler,
  ): Promise<{ done: number; reason: string | null }> {
    try {
      const event = { Records: batch.map(({ record }) => record) };
      const response = await within(this.#options.timeoutMs, handler(event));
      const failures = response?.batchItemFailures ?? [];
      if (failures.length === 0) return { done: batch.length, reason: null };
      const places = failures.map(({ itemIdentifier }) =>
        batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
      );
      // Lambda treats an unknown identifier as a failure of the whole batch.
      return { done: Math.max(0, Math.min(...places)), reason: 'The handler reported it as failed.' };
    } catch (error) {
      return { done: 0, reason: messageOf(error) };
    }
  }

  async #setAside(change: Change | undefined, reason: string): Promise<void> {
    if (change === undefined) return;
    await this.#options.deadLetters.send(JSON.stringify(change.record), {
      reason: text(reason),
      queue: text(RELAY),
    });
    this.#pass([change]);
  }

  #pass(changes: readonly Change[]): void {
    const last = changes.at(-1);
    if (last === undefined) return;
    this.#handedOn += changes.length;
    this.#options.reader.keep(last.sequenceNumber);
    // Under traffic no poll is empty. A change of a later second follows everything that was written before.
    const written = last.record.dynamodb?.ApproximateCreationDateTime ?? 0;
    this.#wakeThose(({ second }) => written > second);
  }
}

const pass = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});
