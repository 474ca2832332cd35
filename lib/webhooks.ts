import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from './function.ts';
import { grantSending, queueFor, WorkQueue } from './work-queue.ts';

/** What the webhook workers depend on. */
export interface WebhooksProps {
  readonly environment: Environment;
  /** For the worker that notifies an account of its disabled endpoint. */
  readonly mailing: Environment;
  readonly deadLetterQueue: Queue;
}

/**
 * Webhooks in two steps: events become deliveries, and one queue of deliveries is sent. Only the latter's workers wait
 * for customers' servers.
 */
export class Webhooks extends Construct {
  /** Attempts for accounts and the platform. Its messages have groups, so that SQS treats owners fairly. */
  readonly deliveries: WorkQueue;
  readonly ofAccounts: WorkQueue;
  /**
   * A separate queue: its worker writes to a single partition of the table, whose throttling must not delay the events
   * of accounts.
   */
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
