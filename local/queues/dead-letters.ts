import { groupOf, type Message } from './messages.ts';
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

/** What is dead in these queues, newest first. */
export const listDeadLetters = (...deadLetters: readonly Queue[]): DeadLetter[] =>
  deadLetters
    .flatMap((queue) => queue.messages())
    .sort((a, b) => a.sentAt - b.sentAt)
    .map((message) => ({
      id: message.id,
      queue: attribute(message, 'queue') ?? '',
      reason: attribute(message, 'reason') ?? '',
      receivedAt: new Date(message.sentAt).toISOString(),
      receiveCount: Number(attribute(message, 'receiveCount') ?? 1),
      body: message.body,
    }))
    .reverse();

/** Takes a change of the table that could not be relayed; undefined when it was dealt with, else why not. */
export type RelayAgain = (change: string) => Promise<string | undefined>;

export interface Redriven {
  readonly redriven: number;
  /** Those that stay, and why. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
}

/** Sends each dead letter back to where it failed: its queue, or, for a change of the table, the relay. */
export async function redrive(
  deadLetters: Queue,
  queues: readonly Queue[],
  relayAgain: RelayAgain,
): Promise<Redriven> {
  const left: { id: string; why: string }[] = [];
  let redriven = 0;
  for (const message of deadLetters.messages()) {
    // Sent first, then removed: a desk that is killed between the two delivers twice, never not at all.
    const why = await sendBack(message, queues, relayAgain);
    if (why !== undefined) {
      left.push({ id: message.id, why });
      continue;
    }
    await deadLetters.remove(message.id);
    redriven += 1;
  }
  return { redriven, left };
}

async function sendBack(
  message: Message,
  queues: readonly Queue[],
  relayAgain: RelayAgain,
): Promise<string | undefined> {
  const name = attribute(message, 'queue')?.split(/[/:]/).at(-1);
  if (name === RELAY) return relayAgain(message.body);
  const home = queues.find((queue) => queue.name === name);
  if (home === undefined) return `There is no queue ${name}.`;
  const { reason: _reason, queue: _queue, receiveCount: _count, ...attributes } = message.attributes;
  // A new deduplication id: by its own, SQS would drop a message that failed within five minutes.
  const ofFifo = home.isFifo && { groupId: message.groupId ?? message.id, deduplicationId: message.id };
  await home.send(message.body, attributes, ofFifo || groupOf(message));
  return undefined;
}

/** Where changes of the table fail: their dead letters name it as if it were a queue. */
export const RELAY = 'relay';

const attribute = (message: Message, name: string): string | undefined =>
  message.attributes[name]?.stringValue;
