import { groupOf, type Message } from './messages.ts';
import type { Queue } from './queue.ts';

export interface DeadLetter {
  readonly id: string;
  /** The queue in which the message failed. */
  readonly queue: string;
  readonly reason: string;
  readonly receivedAt: string;
  readonly receiveCount: number;
  readonly body: string;
}

/** Lists the messages of these dead-letter queues, newest first. */
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

/** Relays a change of the table again. Returns undefined on success, or the reason of the failure. */
export type RelayAgain = (change: string) => Promise<string | undefined>;

export interface Redriven {
  readonly redriven: number;
  /** Messages that stay, with the reason. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
}

/** Sends each dead letter back to where it failed: its queue, or the relay for a change of the table. */
export async function redrive(
  deadLetters: Queue,
  queues: readonly Queue[],
  relayAgain: RelayAgain,
): Promise<Redriven> {
  const left: { id: string; why: string }[] = [];
  let redriven = 0;
  for (const message of deadLetters.messages()) {
    // Send before removing: a crash between the two delivers the message twice instead of losing it.
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

/** The name under which dead letters of the table's stream are listed. */
export const RELAY = 'relay';

const attribute = (message: Message, name: string): string | undefined =>
  message.attributes[name]?.stringValue;
