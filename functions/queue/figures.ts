import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** The approximate number of messages in a queue. */
export interface QueueFigures {
  readonly queue: string;
  readonly kind: 'work' | 'deadLetters';
  /** Messages waiting. */
  readonly messages: number;
  /** Messages received by a worker, or waiting for their next attempt. */
  readonly inFlight: number;
  /** Null if there is no message, or if the queue does not report it. SQS does not. */
  readonly oldestAgeSeconds: number | null;
}

/** Returns the figures of every queue in the function's settings. One request per queue. */
export function allQueueFigures(): Promise<QueueFigures[]> {
  const work = watched(setting('watchedWorkQueues')).map((place) => figuresOf(place, 'work'));
  const dead = watched(setting('watchedDeadLetters')).map((place) => figuresOf(place, 'deadLetters'));
  return Promise.all([...work, ...dead]);
}

interface Place {
  readonly name: string;
  readonly url: string;
}

/** Parses a setting of the form `name=address name=address`. */
const watched = (words: string): Place[] =>
  words.split(' ').map((word) => {
    const [name = '', ...url] = word.split('=');
    return { name, url: url.join('=') };
  });

async function figuresOf({ name, url }: Place, kind: QueueFigures['kind']): Promise<QueueFigures> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  const attributes: Readonly<Record<string, string>> = Attributes;
  const age = attributes.ApproximateAgeOfOldestMessage;
  return {
    queue: name,
    kind,
    messages: Number(attributes.ApproximateNumberOfMessages),
    inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible),
    oldestAgeSeconds: age === undefined ? null : Number(age),
  };
}
