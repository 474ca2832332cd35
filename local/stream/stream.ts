import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { SECOND } from '../../functions/domain/time.ts';
import { WORKER_TIMEOUT } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { asError, messageOf } from '../http/faults.ts';
import { RELAY } from '../queues/dead-letters.ts';
import { type Queue, text } from '../queues/queue.ts';
import { within } from '../within.ts';
import type { StreamReader } from './reader.ts';
import type { Change } from './record.ts';

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse | undefined>;

export interface StreamOptions {
  readonly reader: StreamReader;
  /** Where a change goes that failed `maxTries` times, with the reason. */
  readonly deadLetters: Queue;
  readonly maxTries?: number;
  /** What the handler cannot do without. */
  readonly dependency?: Dependency;
  /** How long the handler may take. */
  readonly timeoutMs?: number;
  /** Between two looks at a stream without news; at first and after a while. */
  readonly pauseMs?: Pauses;
  /** After a failure: the first wait, doubled each time up to the longest. */
  readonly retryMs?: Pauses;
}

/** Who waits for all that was written before they asked, and in which second of the wall clock they did. */
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

/** Hands the changes of the table to the relay as Lambda does: in order, in batches, at least once. */
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

  /** How many changes were dealt with. */
  get handedOn(): number {
    return this.#handedOn;
  }

  deliverTo(handler: StreamHandler): void {
    this.#handler ??= handler;
    this.#running ??= this.#run(handler);
  }

  /**
   * Hands on a change that was set aside. Undefined when it was dealt with, else why not. The handler must know by itself
   * that later changes came before it.
   */
  async handOnAgain(change: string): Promise<string | undefined> {
    if (this.#handler === undefined) return 'Nothing takes changes of the table.';
    const record: DynamoDBRecord = JSON.parse(change);
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    const { reason } = await this.#try([{ sequenceNumber, record }], this.#handler);
    return reason ?? undefined;
  }

  /** Resolves when everything that was written before the call was handed on. At once, when nobody takes it. */
  idle(): Promise<void> {
    if (this.#running === undefined || this.#isStopping) return Promise.resolve();
    const second = Math.floor(Date.now() / SECOND);
    const read = new Promise<void>((wake) => this.#waiters.push({ second, wake }));
    this.#wake.abort();
    return read;
  }

  /** Waits for the batch that is with the handler. What is left is handed on by a later desk. */
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
      // Who asked before this look began has an answer when it finds nothing.
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

  /** Hands on what has come. False: nothing has. A look that failed may have missed something. */
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

  /** Until it is time to look again, or somebody asks. */
  async #rest(ms: number): Promise<void> {
    if (this.#waiters.length === 0) await pass(ms, this.#wake.signal);
    if (!this.#isStopping) this.#wake = new AbortController();
  }

  /** Tries what failed again, in ever smaller batches, until one change alone is to blame; that one is set aside. */
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
      // The change did not cause it: it is tried again when the engine is back.
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

  /** How many changes of the batch were dealt with before the first that failed, and why that one did. */
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
      // To Lambda a name that it does not know is the failure of the whole batch.
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
    // Under traffic no look finds nothing: what comes from a later second came after all that was written before.
    const written = last.record.dynamodb?.ApproximateCreationDateTime ?? 0;
    this.#wakeThose(({ second }) => written > second);
  }
}

const pass = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => {});
