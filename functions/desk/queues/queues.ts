import { join } from 'node:path';
import { type QueueName, queueNames } from '../lambda.ts';
import { keepInFolder, keepNothing } from './messages.ts';
import { Queue } from './queue.ts';

export interface Queues {
  /** Those that a worker empties, by the worker's name. */
  readonly work: Readonly<Record<QueueName, Queue>>;
  /** Where their messages go that failed too often. */
  readonly deadLetters: Queue;
}

/** Opens every queue of the service, kept in `home`; with null they are not kept. */
export async function openQueues(home: string | null): Promise<Queues> {
  const open = async (name: string, deadLetters?: Queue): Promise<Queue> => {
    const store = home === null ? keepNothing : await keepInFolder(join(home, 'queues', name));
    return Queue.open({ name, store, ...(deadLetters && { deadLetters }) });
  };
  const deadLetters = await open('dead-letters');
  const work = await Promise.all(queueNames.map(async (name) => [name, await open(name, deadLetters)]));
  return { work: Object.fromEntries(work), deadLetters };
}

export const allQueues = ({ work, deadLetters }: Queues): Queue[] => [...Object.values(work), deadLetters];
