import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { setting } from '../runtime/config.ts';
import { sqs } from './client.ts';

/** How much is in one queue, as of a moment ago. */
export interface QueueFigures {
  readonly queue: string;
  readonly kind: 'work' | 'deadLetters';
  /** Those that wait. */
  readonly messages: number;
  /** Those that somebody has taken, or that wait for their next try. */
  readonly inFlight: number;
  /** Null when there is no message, or the queue does not tell: SQS does not. */
  readonly oldestAgeSeconds: number | null;
}

/** Every queue that a function is told of. One request each. */
export function allQueueFigures(): Promise<QueueFigures[]> {
  const work = watched(setting('watchedWorkQueues')).map((place) => figuresOf(place, 'work'));
  const dead = watched(setting('watchedDeadLetters')).map((place) => figuresOf(place, 'deadLetters'));
  return Promise.all([...work, ...dead]);
}

interface Place {
  readonly name: string;
  readonly url: string;
}

/** A setting of `name=address`, with spaces between. */
const watched = (words: string): Place[] =>
  words.split(' ').map((word) => {
    const [name = '', ...url] = word.split('=');
    return { name, url: url.join('=') };
  });

async function figuresOf({ name, url }: Place, kind: QueueFigures['kind']): Promise<QueueFigures> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  const told: Readonly<Record<string, string>> = Attributes;
  const age = told.ApproximateAgeOfOldestMessage;
  return {
    queue: name,
    kind,
    messages: Number(told.ApproximateNumberOfMessages),
    inFlight: Number(told.ApproximateNumberOfMessagesNotVisible),
    oldestAgeSeconds: age === undefined ? null : Number(age),
  };
}
