import { join } from 'node:path';
import { alwaysThere, type Dependency } from '../engine/dependency.ts';
import { type QueueName, queueNames } from '../lambda.ts';
import { keepInFolder, keepNothing } from './messages.ts';
import { Queue, type QueueOptions } from './queue.ts';

export interface Queues {
  /** Those that a worker empties, by the worker's name. */
  readonly work: Readonly<Record<QueueName, Queue>>;
  /** Where their messages go that failed too often. */
  readonly deadLetters: Queue;
}

/**
 * Opens every queue of the service, kept in `home`; with null they are not kept. All workers depend on the engine, the
 * `dependency`. `onSent` receives each message of a queue.
 */
export async function openQueues(
  home: string | null,
  dependency: Dependency = alwaysThere,
  onSent: Readonly<Partial<Record<QueueName, (body: string) => void>>> = {},
): Promise<Queues> {
  const open = async (name: string, more: Pick<QueueOptions, 'deadLetters' | 'onSent'> = {}) => {
    const store = home === null ? keepNothing : await keepInFolder(join(home, 'queues', name));
    return Queue.open({ name, store, dependency, ...more });
  };
  const deadLetters = await open('dead-letters');
  const work = await Promise.all(
    queueNames.map(async (name) => {
      const listener = onSent[name];
      return [name, await open(name, { deadLetters, ...(listener && { onSent: listener }) })];
    }),
  );
  return { work: Object.fromEntries(work), deadLetters };
}

export const allQueues = ({ work, deadLetters }: Queues): Queue[] => [...Object.values(work), deadLetters];
