import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from './function.ts';
import { grantSending, queueFor, WorkQueue } from './work-queue.ts';

/** What the workers of webhooks need to know. */
export interface WebhooksProps {
  readonly environment: Environment;
  /** For the one that writes to an account whose endpoint was disabled. */
  readonly mailing: Environment;
  readonly deadLetterQueue: Queue;
}

/**
 * Webhooks in two steps: events become deliveries, and one queue of deliveries is sent. Only its workers wait for the servers of
 * others.
 */
export class Webhooks extends Construct {
  /** Attempts: of accounts and of the platform alike. Its messages have groups, so that SQS treats owners fairly. */
  readonly deliveries: WorkQueue;
  readonly ofAccounts: WorkQueue;
  /** Of its own: all of it writes to one partition of the table, which must not hold up the events of accounts. */
  readonly ofPlatform: WorkQueue;

  constructor(scope: Construct, id: string, { environment, mailing, deadLetterQueue }: WebhooksProps) {
    super(scope, id);
    const deliveryQueue = queueFor(this, 'DeliveriesQueue', deadLetterQueue);
    const sending: Environment = { ...environment, deliveryQueueUrl: deliveryQueue.queueUrl };
    this.deliveries = new WorkQueue(this, 'Deliveries', {
      worker: { entry: 'functions/workers/deliveries.ts', environment: { ...mailing, ...sending } },
      queue: deliveryQueue,
      maxConcurrency: 50,
    });
    this.ofAccounts = new WorkQueue(this, 'Events', {
      worker: { entry: 'functions/workers/webhooks.ts', environment: sending },
      deadLetterQueue,
      maxConcurrency: 50,
    });
    this.ofPlatform = new WorkQueue(this, 'PlatformEvents', {
      worker: { entry: 'functions/workers/platform-webhooks.ts', environment: sending },
      deadLetterQueue,
      maxConcurrency: 10,
    });
    const { deliveries, ofAccounts, ofPlatform } = this;
    grantSending(deliveryQueue, deliveries.worker, ofAccounts.worker, ofPlatform.worker);
  }
}
