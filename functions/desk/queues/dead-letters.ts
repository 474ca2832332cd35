import type { Message } from './messages.ts';
import type { Queue } from './queue.ts';

export interface DeadLetter {
  readonly id: string;
  /** The queue that it failed in. */
  readonly queue: string;
  readonly reason: string;
  readonly receivedAt: string;
  readonly receiveCount: number;
  readonly body: string;
}

/** What is dead, newest first. */
export const listDeadLetters = (deadLetters: Queue): DeadLetter[] =>
  deadLetters
    .messages()
    .map((message) => ({
      id: message.id,
      queue: attribute(message, 'queue') ?? '',
      reason: attribute(message, 'reason') ?? '',
      receivedAt: new Date(message.sentAt).toISOString(),
      receiveCount: Number(attribute(message, 'receiveCount') ?? 1),
      body: message.body,
    }))
    .reverse();

/** Sends each dead letter back to the queue that it failed in. Answers how many; those of no known queue stay. */
export async function redrive(deadLetters: Queue, queues: readonly Queue[]): Promise<number> {
  let redriven = 0;
  for (const message of deadLetters.messages()) {
    const name = attribute(message, 'queue')?.split(/[/:]/).at(-1);
    const home = queues.find((queue) => queue.name === name);
    if (home === undefined) continue;
    const { reason: _reason, queue: _queue, receiveCount: _count, ...attributes } = message.attributes;
    // Sent first, then removed: a desk that is killed between the two delivers twice, never not at all.
    await home.send(message.body, attributes);
    await deadLetters.remove(message.id);
    redriven += 1;
  }
  return redriven;
}

const attribute = (message: Message, name: string): string | undefined =>
  message.attributes[name]?.stringValue;
