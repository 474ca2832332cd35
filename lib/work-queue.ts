import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BillingFunction, type BillingFunctionProps } from './function.ts';

const workerTimeout = Duration.seconds(30);

/** What one worker is and how many of it may run. */
export interface WorkQueueProps {
  readonly worker: Omit<BillingFunctionProps, 'timeout'>;
  readonly deadLetterQueue: Queue;
  /** Bounds the writers of one account's balance, and the share of the account's Lambda concurrency. */
  readonly maxConcurrency: number;
}

/** A queue and the worker that empties it. A message that fails five times moves to the dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly worker: BillingFunction;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.worker = new BillingFunction(this, 'Worker', { ...props.worker, timeout: workerTimeout });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // Six times the worker's timeout, as AWS advises: a throttled batch must not come back while it is tried.
      visibilityTimeout: Duration.seconds(6 * workerTimeout.toSeconds()),
      deadLetterQueue: { queue: props.deadLetterQueue, maxReceiveCount: 5 },
    });
    this.worker.addEventSource(
      new SqsEventSource(this.queue, {
        // Ten is the most that needs no batching window, and a window would delay every event by its length.
        batchSize: 10,
        maxConcurrency: props.maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}

/** Where messages go that no worker could deal with. They outlive any that still wait in their own queue. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }
}

/** Lets them send messages, and not even ask for the queue's name. */
export function grantSending(queue: Queue, ...grantees: readonly IGrantable[]): void {
  for (const grantee of grantees) {
    Grant.addToPrincipal({ grantee, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
  }
}
