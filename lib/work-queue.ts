import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { MAX_RECEIVE_COUNT, WORKER_TIMEOUT } from '../functions/runtime/config.ts';
import { BillingFunction, type BillingFunctionProps } from './function.ts';

const usualTimeout = Duration.seconds(WORKER_TIMEOUT);
/** The largest batch without a batching window, which would delay every message by its length. */
const USUAL_BATCH = 10;

interface Worker {
  /** Default timeout: 30 seconds per batch. */
  readonly worker: BillingFunctionProps;
  /** Limits the writers of one account's balance, and the use of the AWS account's Lambda concurrency. */
  readonly maxConcurrency: number;
  /** Messages per batch; default 10. */
  readonly batchSize?: number;
}

/** A worker and its concurrency. Its queue is created with it, or passed in. */
export type WorkQueueProps = Worker & ({ readonly deadLetterQueue: Queue } | { readonly queue: Queue });

/** A queue and its worker. A message that fails five times moves to the dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly worker: BillingFunction;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const timeout = props.worker.timeout ?? usualTimeout;
    this.worker = new BillingFunction(this, 'Worker', { ...props.worker, timeout });
    this.queue = 'queue' in props ? props.queue : queueFor(this, 'Queue', props.deadLetterQueue, timeout);
    this.worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: props.batchSize ?? USUAL_BATCH,
        maxConcurrency: props.maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}

/** One API request is one message. Its body may have 1 MiB, the maximum of SQS. */
const LARGEST_MESSAGE = 1_048_576;

/** Creates a queue for a worker with this timeout. */
export const queueFor = (
  scope: Construct,
  id: string,
  deadLetterQueue: Queue,
  timeout = usualTimeout,
): Queue =>
  new Queue(scope, id, {
    ...usual(timeout),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
  });

const usual = (timeout: Duration) => ({
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(4),
  // Six times the worker's timeout, as AWS recommends: a throttled batch must not become visible while it is retried.
  visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
  maxMessageSizeBytes: LARGEST_MESSAGE,
});

/**
 * A FIFO queue: one worker at a time processes messages of a message group. In high-throughput mode SQS distributes the groups over
 * partitions and deduplicates per group. The dead-letter queue must be a FIFO queue, too.
 */
export const fifoQueueFor = (scope: Construct, id: string, deadLetterQueue: DeadLetterQueue): Queue =>
  new Queue(scope, id, {
    ...usual(usualTimeout),
    ...highThroughput,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: MAX_RECEIVE_COUNT },
  });

const highThroughput = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};

/** Holds messages that no worker could process. Its retention exceeds that of the work queues. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { isFifo = false } = {}) {
    super(scope, id, {
      ...(isFifo && highThroughput),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      maxMessageSizeBytes: LARGEST_MESSAGE,
    });
  }
}

/** Grants sending messages only, without the right to resolve the queue's URL. */
export function grantSending(queue: Queue, ...grantees: readonly IGrantable[]): void {
  for (const grantee of grantees) {
    Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
  }
}

/** Grants reading the number of messages, not the messages. */
export function grantCounting(grantee: IGrantable, queues: readonly Queue[]): void {
  const resourceArns = queues.map((queue) => queue.queueArn);
  Grant.addToPrincipal({ grantee, actions: ['sqs:GetQueueAttributes'], resourceArns });
}
