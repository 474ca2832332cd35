import { randomUUID } from 'node:crypto';
import type { SQSMessageAttribute, SQSMessageAttributes } from 'aws-lambda';
import { SECOND } from '../../functions/domain/time.ts';
import { MAX_RECEIVE_COUNT, WORKER_TIMEOUT } from '../../functions/runtime/config.ts';
import { log } from '../../functions/runtime/log.ts';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { Deduplication } from './deduplication.ts';
import { failuresOf, type QueueHandler } from './delivery.ts';
import { groupOf, type Message, type MessageStore } from './messages.ts';
import { type Entry, FairOrder, GroupOrder, type Order } from './order.ts';

export interface QueueOptions {
  readonly name: string;
  readonly store: MessageStore;
  /** Receives messages that failed `maxReceiveCount` times, with the reason. */
  readonly deadLetters?: Queue;
  readonly maxReceiveCount?: number;
  /** The handler's timeout. */
  readonly timeoutMs?: number;
  /** What the worker depends on. */
  readonly dependency?: Dependency;
  /** Waits after failures: the first, doubled each time up to the longest. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
  /** Called with each stored message. */
  readonly onSent?: (body: string) => void;
  /** Messages per batch; default 10. */
  readonly batchSize?: number;
  /** Concurrent batches; default 2. */
  readonly concurrency?: number;
  /** Whether it is a FIFO queue in high-throughput mode: order, exclusion and deduplication per message group. */
  readonly isFifo?: boolean;
}

/** Options of sending a message, besides its attributes. */
export interface SendOptions {
  /** How long the message stays hidden, in milliseconds. Not stored: after a restart it is delivered immediately. */
  readonly delayMs?: number;
  /** Required by a FIFO queue. */
  readonly groupId?: string;
  /** For a FIFO queue; random if left out. */
  readonly deduplicationId?: string;
}

/**
 * How often a message may be received without an answer. Generous, because a killed local stack is rarely caused by the
 * message.
 */
const UNANSWERED = 10;
/** The visibility timeout in multiples of the handler's timeout, as AWS recommends. */
const HIDDEN_FOR = 6;
/** Lambda's payload limit. */
const BATCH_BYTES = 6 * 1024 * 1024;

export const text = (value: string): SQSMessageAttribute => ({ dataType: 'String', stringValue: value });

const newMessage = (body: string, attributes: SQSMessageAttributes): Message => ({
  id: randomUUID(),
  body,
  attributes,
  sentAt: Date.now(),
  receiveCount: 0,
});

/** Emulates an SQS queue: at-least-once delivery in batches, visibility timeouts, and a dead-letter queue. */
export class Queue {
  readonly name: string;
  readonly isFifo: boolean;
  #sent = 0;
  readonly #store: MessageStore;
  readonly #options: Required<Omit<QueueOptions, 'name' | 'store' | 'deadLetters' | 'onSent' | 'isFifo'>>;
  readonly #deadLetters: Queue | undefined;
  readonly #onSent: QueueOptions['onSent'];
  readonly #entries = new Map<string, Entry>();
  readonly #order: Order;
  readonly #deduplication = new Deduplication();
  #sequence = 0n;
  readonly #deliveries = new Set<Promise<void>>();
  #handler: QueueHandler | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();
  readonly #goneWaiters = new Map<string, (() => void)[]>();

  private constructor({ name, store, deadLetters, onSent, isFifo = false, ...options }: QueueOptions) {
    this.name = name;
    this.isFifo = isFifo;
    this.#order = isFifo ? new GroupOrder() : new FairOrder();
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

  /** Opens a queue with its stored messages. All are visible, whatever was in progress before. */
  static async open(options: QueueOptions): Promise<Queue> {
    const queue = new Queue(options);
    for (const message of await options.store.load()) {
      queue.#add({ message, visibleAt: 0, isTimed: false });
      if (queue.isFifo) queue.#deduplication.note(message);
    }
    return queue;
  }

  /** The name in URLs and ARNs. */
  get fullName(): string {
    return this.isFifo ? `${this.name}.fifo` : this.name;
  }

  /**
   * Resolves once the message is stored. From then on it is delivered, also after a restart. A FIFO queue returns an
   * earlier message with the same deduplication id.
   */
  async send(
    body: string,
    attributes: SQSMessageAttributes = {},
    { delayMs = 0, ...options }: SendOptions = {},
  ): Promise<Message> {
    const { groupId, deduplicationId = randomUUID() } = options;
    if (!this.isFifo)
      return this.#keep(
        { ...newMessage(body, attributes), ...(groupId !== undefined && { groupId }) },
        delayMs,
      );
    if (groupId === undefined) throw new Error(`A message of ${this.fullName} needs a message group.`);
    return this.#deduplication.once(groupId, deduplicationId, () => {
      const sequenceNumber = this.#nextSequenceNumber();
      return this.#keep({ ...newMessage(body, attributes), groupId, deduplicationId, sequenceNumber });
    });
  }

  /** Adds a message in the order of calls. It is visible once it is stored. */
  async #keep(message: Message, delayMs = 0): Promise<Message> {
    this.#sent += 1;
    const entry: Entry = { message, visibleAt: Number.POSITIVE_INFINITY, isTimed: false };
    this.#add(entry);
    try {
      await this.#store.add(message);
    } catch (fault) {
      this.#drop(entry);
      throw fault;
    }
    entry.visibleAt = delayMs === 0 ? 0 : Date.now() + delayMs;
    this.#onSent?.(message.body);
    this.#pump();
    return message;
  }

  #add(entry: Entry): void {
    this.#entries.set(entry.message.id, entry);
    this.#order.add(entry);
  }

  #drop(entry: Entry): void {
    const { id } = entry.message;
    this.#entries.delete(id);
    this.#order.remove(entry);
    for (const wake of this.#goneWaiters.get(id) ?? []) wake();
    this.#goneWaiters.delete(id);
  }

  /** Numbers increase, also across restarts. */
  #nextSequenceNumber(): string {
    const byTime = BigInt(Date.now()) * 1_000_000n;
    this.#sequence = byTime > this.#sequence ? byTime : this.#sequence + 1n;
    return String(this.#sequence).padStart(20, '0');
  }

  /** Returns the number of waiting and of hidden messages, and the age of the oldest. */
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

  /** Receives up to `max` visible messages and hides them for `visibilityMs`. */
  async receive(max: number, visibilityMs: number): Promise<Message[]> {
    const taken = this.#take(max, visibilityMs);
    await this.#keepCounts(taken);
    return taken;
  }

  async remove(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    await this.#store.remove(entry.message);
    this.#drop(entry);
  }

  /** Hides a message for this time, at most for the longest retry delay of the queue. Returns false if it was deleted. */
  changeVisibility(id: string, visibilityMs: number): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    entry.visibleAt = Date.now() + Math.min(visibilityMs, this.#options.retryMs.longest);
    entry.isTimed = true;
    return true;
  }

  /** Returns the number of messages sent since the queue was opened. */
  get sent(): number {
    return this.#sent;
  }

  messages(): readonly Message[] {
    return [...this.#entries.values()].map((entry) => entry.message);
  }

  /** Starts delivery, by default in two concurrent batches. */
  deliverTo(handler: QueueHandler): void {
    this.#handler = handler;
    this.#pump();
  }

  /**
   * Resolves when all messages present now are processed or moved to the dead-letter queue, including their retries.
   * Does not wait for later messages, or traffic could keep it from ever resolving.
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

  /** Stops delivery and waits for batches in progress. Other messages stay stored. */
  async stop(): Promise<void> {
    this.#handler = undefined;
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await Promise.all(this.#deliveries);
  }

  #take(max: number, visibilityMs: number): Message[] {
    const now = Date.now();
    const taken: Message[] = [];
    let bytes = 0;
    for (const entry of this.#order.ready(now)) {
      bytes += Buffer.byteLength(entry.message.body);
      if (taken.length > 0 && bytes > BATCH_BYTES) break;
      entry.visibleAt = now + visibilityMs;
      entry.isTimed = false;
      entry.message = { ...entry.message, receiveCount: entry.message.receiveCount + 1 };
      taken.push(entry.message);
      if (taken.length === max) break;
    }
    return taken;
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
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    // Visible messages wait for one of their group in flight, whose end calls #pump again.
    for (const { visibleAt } of this.#entries.values()) if (visibleAt > now) next = Math.min(next, visibleAt);
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.#pump(), next - now).unref();
  }

  async #deliver(batch: readonly Message[], handler: QueueHandler): Promise<void> {
    await this.#keepCounts(batch);
    const { maxReceiveCount, timeoutMs, dependency } = this.#options;
    const { losses } = dependency;
    const isWorn = (message: Message) => message.receiveCount > UNANSWERED * maxReceiveCount;
    const worn = batch.filter(isWorn);
    const fresh = batch.filter((message) => !isWorn(message));
    const failures =
      fresh.length === 0 ? new Map() : await failuresOf(this.fullName, fresh, handler, timeoutMs);
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

  /** Stores receive counts that were raised in memory. */
  async #keepCounts(taken: readonly Message[]): Promise<void> {
    await Promise.all(
      taken.map((message) =>
        this.#store.recount({ ...message, receiveCount: message.receiveCount - 1 }, message.receiveCount),
      ),
    );
  }

  /** Undoes a receive that failed only because the worker's dependency was unavailable. */
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
    if (entry !== undefined && !entry.isTimed) entry.visibleAt = Date.now() + wait;
  }
}
