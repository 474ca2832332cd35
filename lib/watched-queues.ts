import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { allOf } from './all-of.ts';
import type { Environment } from './function.ts';
import type { BackgroundStack, IngestStack } from './stacks.ts';
import { WorkQueue } from './work-queue.ts';

/** The queues that administrators may look at, by name: a work queue's is its worker's. */
export interface WatchedQueues {
  readonly work: Readonly<Record<string, Queue>>;
  readonly deadLetters: Readonly<Record<string, Queue>>;
}

/** All that there are before the API. */
export function watchedQueues(ingest: IngestStack, background: BackgroundStack): WatchedQueues {
  const work = allOf([ingest, background], WorkQueue).map(({ queue, worker }) => [
    worker.file.replace('workers/', ''),
    queue,
  ]);
  const { sandboxQueue } = ingest.payments;
  return {
    work: { ...Object.fromEntries(work), ...(sandboxQueue && { sandbox: sandboxQueue }) },
    deadLetters: {
      'ingest-dead-letters': ingest.deadLetters,
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
