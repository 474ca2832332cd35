import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { Environment } from './function.ts';
import { grantSending, WorkQueue } from './work-queue.ts';

/** Who is to be paid through, and where events go that could not be sent. */
export interface PaymentsProps {
  readonly deployment: Deployment;
  readonly deadLetterQueue: Queue;
}

/** The way to the payment provider. The sandbox has a part of its own here: the one that sends its events to us. */
export class Payments extends Construct {
  /** What a function is told that asks for payments or hears of them. */
  readonly environment: Environment;
  private readonly sandbox: WorkQueue | undefined;

  constructor(scope: Construct, id: string, { deployment, deadLetterQueue }: PaymentsProps) {
    super(scope, id);
    const { payments, webOrigin } = deployment;
    if (payments.paymentProvider === 'sandbox')
      this.sandbox = new WorkQueue(this, 'Sandbox', {
        worker: {
          entry: 'functions/workers/sandbox.ts',
          environment: { sandboxSecret: payments.sandboxSecret },
        },
        deadLetterQueue,
        maxConcurrency: 5,
      });
    this.environment = {
      ...payments,
      // Where payers come back to.
      publicUrl: webOrigin,
      ...(this.sandbox && { sandboxQueueUrl: this.sandbox.queue.queueUrl }),
    };
  }

  grantPaying(...grantees: readonly IGrantable[]): void {
    if (this.sandbox) grantSending(this.sandbox.queue, ...grantees);
  }

  /** Where the API is, which the provider sends its events to. A real one is told so by a person. */
  reportTo(apiEndpoint: string): void {
    this.sandbox?.worker.tell({ publicUrl: apiEndpoint });
  }
}
