import type { Message } from './messages.ts';

/** Amazon SQS Developer Guide, "Exactly-once processing": the deduplication interval. */
const WINDOW_MS = 5 * 60_000;

interface Sent {
  readonly message: Promise<Message>;
  readonly at: number;
}

/**
 * The messages sent to a FIFO queue within five minutes, by group and deduplication id (`deduplicationScope: messageGroup`).
 * After a restart it contains the stored messages, but not those that were already processed.
 */
export class Deduplication {
  readonly #sent = new Map<string, Sent>();

  /** Sends a message with `send`, or returns the one that was sent before. */
  once(groupId: string, deduplicationId: string, send: () => Promise<Message>): Promise<Message> {
    const now = Date.now();
    this.#forget(now);
    const name = nameOf(groupId, deduplicationId);
    const before = this.#sent.get(name);
    if (before) return before.message;
    const message = send();
    this.#sent.set(name, { message, at: now });
    message.catch(() => this.#sent.delete(name));
    return message;
  }

  /** Adds a stored message. */
  note(message: Message): void {
    const { groupId = '', deduplicationId = '', sentAt } = message;
    this.#sent.set(nameOf(groupId, deduplicationId), { message: Promise.resolve(message), at: sentAt });
  }

  /** Entries are in the order in which they were sent. */
  #forget(now: number): void {
    for (const [name, { at }] of this.#sent) {
      if (at > now - WINDOW_MS) return;
      this.#sent.delete(name);
    }
  }
}

const nameOf = (groupId: string, deduplicationId: string): string => `${groupId}\n${deduplicationId}`;
