import { randomUUID } from 'node:crypto';
import type { SQSMessageAttribute, SQSMessageAttributes } from 'aws-lambda';
import { SECOND } from '../../functions/domain/time.ts';
import { MAX_RECEIVE_COUNT, WORKER_TIMEOUT } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { failuresOf, type QueueHandler } from './delivery.ts';
import { groupOf, type Message, type MessageStore } from './messages.ts';

export interface QueueOptions {
  readonly name: string;
  readonly store: MessageStore;
  /** Where a message goes that failed `maxReceiveCount` times, with the reason. */
  readonly deadLetters?: Queue;
  readonly maxReceiveCount?: number;
  /** How long a handler may take. */
  readonly timeoutMs?: number;
  /** What its worker cannot do without. */
  readonly dependency?: Dependency;
  /** After a failure: the first wait, doubled each time up to the longest. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  /** Receives each message that was kept. */
  readonly onSent?: (body: string) => void;
  /** How many messages a handler is handed at a time; 10 if left out. */
  readonly batchSize?: number;
  /** How many batches are in work at a time; 2 if left out. */
  readonly concurrency?: number;
}

/** What a message may be sent with, besides its attributes. */
export interface SendOptions {
  /** How long it stays hidden, in milliseconds. It is not kept: a later desk delivers the message at once. */
  readonly delayMs?: number;
  readonly groupId?: string;
}

interface Entry {
  message: Message;
  visibleAt: number;
}

/** A desk that is killed in mid-work is rarely caused by the message: that often it may go without an answer. */
const UNANSWERED = 10;
/** The visibility timeout, in time-outs of the handler: what AWS advises. */
const HIDDEN_FOR = 6;
/** What Lambda takes in one invocation. */
const BATCH_BYTES = 6 * 1024 * 1024;

export const text = (value: string): SQSMessageAttribute => ({ dataType: 'String', stringValue: value });

/** A queue that behaves as SQS does: at least once, in batches, hidden while in work, dead letters at last. */
export class Queue {
  readonly name: string;
  #sent = 0;
  readonly #store: MessageStore;
  readonly #options: Required<Omit<QueueOptions, 'name' | 'store' | 'deadLetters' | 'onSent'>>;
  readonly #deadLetters: Queue | undefined;
  readonly #onSent: QueueOptions['onSent'];
  readonly #entries = new Map<string, Entry>();
  readonly #deliveries = new Set<Promise<void>>();
  #handler: QueueHandler | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();
  readonly #goneWaiters = new Map<string, (() => void)[]>();

  private constructor({ name, store, deadLetters, onSent, ...options }: QueueOptions) {
    this.name = name;
    this.#store = store;
    this.#deadLetters = deadLetters;
    this.#onSent = onSent;
    this.#options = {
      maxReceiveCount: MAX_RECEIVE_COUNT,
      timeoutMs: WORKER_TIMEOUT * SECOND,
      dependency: alwaysThere,
      retryMs: { first: 200, longest: 5_000 },
      batchSize: 10,
      concurrency: 2,
      ...options,
    };
  }

  /** Opens the queue with what its store kept: all of it is visible at once, whatever was in work before. */
  static async open(options: QueueOptions): Promise<Queue> {
    const queue = new Queue(options);
    for (const message of await options.store.load())
      queue.#entries.set(message.id, { message, visibleAt: 0 });
    return queue;
  }

  /** Resolves once the message is kept: from then on it is delivered, also by a later desk. */
  async send(
    body: string,
    attributes: SQSMessageAttributes = {},
    { delayMs = 0, ...group }: SendOptions = {},
  ): Promise<Message> {
    this.#sent += 1;
    const message = { id: randomUUID(), body, attributes, ...group, sentAt: Date.now(), receiveCount: 0 };
    await this.#store.add(message);
    this.#entries.set(message.id, { message, visibleAt: delayMs === 0 ? 0 : Date.now() + delayMs });
    this.#onSent?.(body);
    this.#pump();
    return message;
  }

  /** How many messages wait, how many are hidden, and how old the oldest is. */
  figures(): { waiting: number; hidden: number; oldestSeconds: number | null } {
    const now = Date.now();
    const entries = [...this.#entries.values()];
    const hidden = entries.filter(({ visibleAt }) => visibleAt > now).length;
    const sent = entries.map(({ message }) => message.sentAt);
    return {
      waiting: entries.length - hidden,
      hidden,
      oldestSeconds: sent.length === 0 ? null : Math.floor((now - Math.min(...sent)) / 1_000),
    };
  }

  /** Takes up to `max` visible messages and hides them for `visibilityMs`. */
  async receive(max: number, visibilityMs: number): Promise<Message[]> {
    const taken = this.#take(max, visibilityMs);
    await this.#keepCounts(taken);
    return taken;
  }

  async remove(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    await this.#store.remove(entry.message);
    this.#entries.delete(id);
    for (const wake of this.#goneWaiters.get(id) ?? []) wake();
    this.#goneWaiters.delete(id);
  }

  /** How many messages were sent since it was opened. */
  get sent(): number {
    return this.#sent;
  }

  messages(): readonly Message[] {
    return [...this.#entries.values()].map((entry) => entry.message);
  }

  /** Starts delivery: two batches at once. */
  deliverTo(handler: QueueHandler): void {
    this.#handler = handler;
    this.#pump();
  }

  /**
   * Resolves when nothing is left of what is there now: neither waiting, nor in work, nor waiting for another try. What
   * comes later is not waited for, or traffic would make it last for ever.
   */
  async idle(): Promise<void> {
    const gone = [...this.#entries.keys()].map(
      (id) =>
        new Promise<void>((wake) => {
          this.#goneWaiters.set(id, [...(this.#goneWaiters.get(id) ?? []), wake]);
        }),
    );
    await Promise.all(gone);
  }

  /** Stops delivery and waits for what is in work. What is left stays kept. */
  async stop(): Promise<void> {
    this.#handler = undefined;
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#deliveries);
  }

  /** Takes visible messages in the order sent; first those of groups of which none is in work, as SQS's fair queues do. */
  #take(max: number, visibilityMs: number): Message[] {
    const now = Date.now();
    const taken: Message[] = [];
    let bytes = 0;
    for (const entry of this.#inFairOrder(now)) {
      if (taken.length >= max) break;
      bytes += Buffer.byteLength(entry.message.body);
      if (taken.length > 0 && bytes > BATCH_BYTES) break;
      entry.visibleAt = now + visibilityMs;
      entry.message = { ...entry.message, receiveCount: entry.message.receiveCount + 1 };
      taken.push(entry.message);
    }
    return taken;
  }

  *#inFairOrder(now: number): Iterable<Entry> {
    const busy = new Set<string>();
    for (const { message, visibleAt } of this.#entries.values())
      if (visibleAt > now && message.receiveCount > 0 && message.groupId !== undefined)
        busy.add(message.groupId);
    const rest: Entry[] = [];
    for (const entry of this.#entries.values()) {
      if (entry.visibleAt > now) continue;
      if (entry.message.groupId !== undefined && busy.has(entry.message.groupId)) rest.push(entry);
      else yield entry;
    }
    yield* rest;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    const handler = this.#handler;
    if (handler === undefined) return;
    while (this.#deliveries.size < this.#options.concurrency) {
      const batch = this.#take(this.#options.batchSize, HIDDEN_FOR * this.#options.timeoutMs);
      if (batch.length === 0) {
        this.#wakeLater();
        return;
      }
      const delivery = this.#deliver(batch, handler)
        .catch((error) => log.error('local.queue.delivery-failed', { queue: this.name, error: error }))
        .finally(() => {
          this.#deliveries.delete(delivery);
          this.#pump();
        });
      this.#deliveries.add(delivery);
    }
  }

  #wakeLater(): void {
    let next = Number.POSITIVE_INFINITY;
    for (const { visibleAt } of this.#entries.values()) next = Math.min(next, visibleAt);
    if (Number.isFinite(next))
      this.#timer = setTimeout(() => this.#pump(), Math.max(next - Date.now(), 1)).unref();
  }

  async #deliver(batch: readonly Message[], handler: QueueHandler): Promise<void> {
    await this.#keepCounts(batch);
    const { maxReceiveCount, timeoutMs, dependency } = this.#options;
    const { losses } = dependency;
    const isWorn = (message: Message) => message.receiveCount > UNANSWERED * maxReceiveCount;
    const worn = batch.filter(isWorn);
    const fresh = batch.filter((message) => !isWorn(message));
    const failures = fresh.length === 0 ? new Map() : await failuresOf(this.name, fresh, handler, timeoutMs);
    const isExcused = failures.size > 0 && (await dependency.wasAway(losses));
    if (isExcused) await dependency.back(this.#stopping.signal);
    for (const message of worn) failures.set(message.id, 'Received too often without an answer.');
    await Promise.all(
      batch.map((message) => {
        const reason = failures.get(message.id);
        if (reason === undefined) return this.remove(message.id);
        return isExcused && !isWorn(message) ? this.#uncount(message) : this.#failed(message, reason);
      }),
    );
  }

  /** The counts that were raised in memory go to the store. */
  async #keepCounts(taken: readonly Message[]): Promise<void> {
    await Promise.all(
      taken.map((message) =>
        this.#store.recount({ ...message, receiveCount: message.receiveCount - 1 }, message.receiveCount),
      ),
    );
  }

  /** It was received for nothing: what its worker depends on was away. */
  async #uncount(message: Message): Promise<void> {
    const entry = this.#entries.get(message.id);
    if (entry === undefined) return;
    const receiveCount = message.receiveCount - 1;
    await this.#store.recount(message, receiveCount);
    entry.message = { ...message, receiveCount };
    entry.visibleAt = Date.now();
  }

  async #failed(message: Message, reason: string): Promise<void> {
    const { maxReceiveCount, retryMs } = this.#options;
    log.warn('local.queue.message-failed', { queue: this.name, id: message.id, reason });
    if (message.receiveCount >= maxReceiveCount && this.#deadLetters !== undefined) {
      const attributes = {
        ...message.attributes,
        reason: text(reason),
        queue: text(this.name),
        receiveCount: { dataType: 'Number', stringValue: String(message.receiveCount) },
      };
      await this.#deadLetters.send(message.body, attributes, groupOf(message));
      return this.remove(message.id);
    }
    const entry = this.#entries.get(message.id);
    const wait = Math.min(retryMs.first * 2 ** (message.receiveCount - 1), retryMs.longest);
    if (entry !== undefined) entry.visibleAt = Date.now() + wait;
  }
}
