import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { allOf } from './all-of.ts';
import type { Environment } from './function.ts';
import type { UsageQueue } from './usage-queue.ts';
import { type DeadLetterQueue, WorkQueue } from './work-queue.ts';

/** The queues that administrators may look at, by name: a work queue's is its worker's. */
export interface WatchedQueues {
  readonly work: Readonly<Record<string, Queue>>;
  readonly deadLetters: Readonly<Record<string, Queue>>;
}

/** A stack with queues that are worked off, and one for what could not be. */
interface WithQueues extends IConstruct {
  readonly deadLetters: DeadLetterQueue;
}

interface WithUsage extends WithQueues {
  readonly usage: UsageQueue;
}

/** All that there are before the API. The sandbox's queue is not of every stage. */
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

/** What a function is told that looks at them. */
export const settingsOf = ({ work, deadLetters }: WatchedQueues): Environment => ({
  watchedWorkQueues: wordsOf(work),
  watchedDeadLetters: wordsOf(deadLetters),
});

const wordsOf = (queues: Readonly<Record<string, Queue>>): string =>
  Object.entries(queues)
    .map(([name, { queueUrl }]) => `${name}=${queueUrl}`)
    .join(' ');
