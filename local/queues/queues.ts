import { join } from 'node:path';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { FIFO, type QueueName, queueNames } from '../lambda.ts';
import { keepInFolder, keepNothing } from './messages.ts';
import { Queue, type QueueOptions } from './queue.ts';

export interface Queues {
  /** The queues of the workers, by the worker's name. */
  readonly work: Readonly<Record<QueueName, Queue>>;
  /** Receives messages that failed too often. */
  readonly deadLetters: Queue;
  /** The FIFO dead-letter queue of usage. */
  readonly usageDeadLetters: Queue;
}

/** Workers whose batch size or concurrency differs from the default, following `lib/stacks.ts` on a smaller scale. */
const workers: Partial<Record<QueueName, Pick<QueueOptions, 'batchSize' | 'concurrency'>>> = {
  due: { batchSize: 1 },
  webhooks: { concurrency: 10 },
  deliveries: { concurrency: 10 },
};

/**
 * Opens every queue of the service, stored in `home`; null stores nothing. All workers depend on the engine, the
 * `dependency`. Calls `onSent` with each message.
 */
export async function openQueues(
  home: string | null,
  dependency: Dependency = alwaysThere,
  onSent: Readonly<Partial<Record<QueueName, (body: string) => void>>> = {},
): Promise<Queues> {
  const open = async (name: string, more: Partial<QueueOptions> = {}) => {
    const store = home === null ? keepNothing : await keepInFolder(join(home, 'queues', name));
    return Queue.open({ name, store, dependency, ...more });
  };
  const deadLetters = await open('dead-letters');
  const usageDeadLetters = await open('usage-dead-letters', { isFifo: true });
  const work = await Promise.all(
    queueNames.map(async (name) => {
      const listener = onSent[name];
      const options = {
        isFifo: name === FIFO,
        deadLetters: name === FIFO ? usageDeadLetters : deadLetters,
        ...workers[name],
        ...(listener && { onSent: listener }),
      };
      return [name, await open(name, options)];
    }),
  );
  return { work: Object.fromEntries(work), deadLetters, usageDeadLetters };
}

export const deadLettersOf = ({ deadLetters, usageDeadLetters }: Queues): Queue[] => [
  deadLetters,
  usageDeadLetters,
];

export const allQueues = (queues: Queues): Queue[] => [
  ...Object.values(queues.work),
  ...deadLettersOf(queues),
];
