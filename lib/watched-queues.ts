import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { allOf } from './all-of.ts';
import type { Environment } from './function.ts';
import type { UsageQueue } from './usage-queue.ts';
import { type DeadLetterQueue, WorkQueue } from './work-queue.ts';

/** The queues that administrators may inspect, by name. A work queue has the name of its worker. */
export interface WatchedQueues {
  readonly work: Readonly<Record<string, Queue>>;
  readonly deadLetters: Readonly<Record<string, Queue>>;
}

/** A stack with work queues and a dead-letter queue. */
interface WithQueues extends IConstruct {
  readonly deadLetters: DeadLetterQueue;
}

interface WithUsage extends WithQueues {
  readonly usage: UsageQueue;
}

/** Returns all queues of the stacks before the API. Not every stage has the sandbox's queue. */
export function watchedQueues(
  ingest: WithUsage,
  background: WithQueues,
  sandboxQueue: Queue | undefined,
): WatchedQueues {
  const work = allOf([ingest, background], WorkQueue).map(({ queue, worker }) => [
    worker.file.replace('workers/', ''),
    queue,
  ]);
  return {
    work: { ...Object.fromEntries(work), ...(sandboxQueue && { sandbox: sandboxQueue }) },
    deadLetters: {
      'ingest-dead-letters': ingest.deadLetters,
      'usage-dead-letters': ingest.usage.deadLetters,
      'background-dead-letters': background.deadLetters,
    },
  };
}

/** Returns the environment of the function that inspects the queues. */
export const settingsOf = ({ work, deadLetters }: WatchedQueues): Environment => ({
  watchedWorkQueues: wordsOf(work),
  watchedDeadLetters: wordsOf(deadLetters),
});

const wordsOf = (queues: Readonly<Record<string, Queue>>): string =>
  Object.entries(queues)
    .map(([name, { queueUrl }]) => `${name}=${queueUrl}`)
    .join(' ');
