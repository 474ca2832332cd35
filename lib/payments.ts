import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { Environment } from './function.ts';
import { grantSending, queueFor, WorkQueue } from './work-queue.ts';

/** Who is to be paid through, and where events go that could not be sent. */
export interface PaymentsProps {
  readonly deployment: Deployment;
  readonly deadLetterQueue: Queue;
}

/**
 * The way to the payment provider, and the secret shared with it. The sandbox has a part of its own here: what it is
 * asked for, and, once there is an API, who tells that how it went.
 */
export class Payments extends Construct {
  /** What a function is told that asks for payments or isSubscribed of them. */
  readonly environment: Environment;
  private readonly secret: Secret;
  /** What the sandbox is asked for; undefined where a real provider is. */
  readonly sandboxQueue: Queue | undefined;

  constructor(scope: Construct, id: string, { deployment, deadLetterQueue }: PaymentsProps) {
    super(scope, id);
    const { paymentProvider, webOrigin } = deployment;
    // Where payers come back to.
    const common: Environment = { paymentProvider, publicUrl: webOrigin };
    if (paymentProvider === 'stripe') {
      this.secret = stripeSecret(this);
      this.environment = { ...common, stripeSecretArn: this.secret.secretArn };
      return;
    }
    this.secret = sandboxSecret(this);
    const sandboxSecretArn = this.secret.secretArn;
    this.sandboxQueue = queueFor(this, 'SandboxQueue', deadLetterQueue);
    this.environment = { ...common, sandboxSecretArn, sandboxQueueUrl: this.sandboxQueue.queueUrl };
  }

  grantPaying(...grantees: readonly IGrantable[]): void {
    this.grantSecret(...grantees);
    if (this.sandboxQueue) grantSending(this.sandboxQueue, ...grantees);
  }

  /** Has the provider send its events to the API, from a part within `scope`. A real one is told so by a person. */
  reportTo(scope: Construct, apiEndpoint: string): void {
    if (!this.sandboxQueue) return;
    const { sandboxSecretArn } = this.environment;
    const { worker } = new WorkQueue(scope, 'Sandbox', {
      worker: {
        entry: 'functions/workers/sandbox.ts',
        environment: { ...(sandboxSecretArn && { sandboxSecretArn }), publicUrl: apiEndpoint },
      },
      queue: this.sandboxQueue,
      maxConcurrency: 5,
    });
    this.grantSecret(worker);
  }

  private grantSecret(...grantees: readonly IGrantable[]): void {
    const resourceArns = [this.secret.secretArn];
    for (const grantee of grantees)
      Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns });
  }
}

/** 48 random bytes to a reader of base64, as Standard Webhooks wants them. Nobody ever has to know it. */
const sandboxSecret = (scope: Construct): Secret =>
  new Secret(scope, 'SandboxSecret', {
    description: 'Billing: signing key of the sandbox payment provider',
    generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
  });

/** Made empty; an operator puts in what Stripe's dashboard shows. */
const stripeSecret = (scope: Construct): Secret =>
  new Secret(scope, 'StripeSecret', {
    description: 'Billing: Stripe keys, as {"secretKey":"sk_…","webhookSecret":"whsec_…"}',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ secretKey: '', webhookSecret: '' }),
      // CloudFormation insists on generating something.
      generateStringKey: 'unused',
    },
  });
