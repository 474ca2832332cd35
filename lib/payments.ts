import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ProviderName } from '../functions/domain/providers.ts';
import type { Setting } from '../functions/runtime/config.ts';
import type { Deployment } from './deployment.ts';
import type { Environment } from './function.ts';
import { grantSending, queueFor, WorkQueue } from './work-queue.ts';

/** The payment provider, and where events go that could not be sent. */
export interface PaymentsProps {
  readonly deployment: Deployment;
  readonly deadLetterQueue: Queue;
}

/**
 * The payment provider and the secret shared with it. For the sandbox, also its queue and, once there is an API, the
 * worker that sends its events.
 */
export class Payments extends Construct {
  /** The environment of functions that request payments or receive their events. */
  readonly environment: Environment;
  private readonly secret: Secret;
  /** The sandbox's queue; undefined with a real provider. */
  readonly sandboxQueue: Queue | undefined;

  constructor(scope: Construct, id: string, { deployment, deadLetterQueue }: PaymentsProps) {
    super(scope, id);
    const { paymentProvider, webOrigin } = deployment;
    // Where payers return to.
    const common: Environment = { paymentProvider, publicUrl: webOrigin };
    this.secret = secretOf[paymentProvider](this);
    const setting: Setting = `${paymentProvider}SecretArn`;
    const withSecret: Environment = { ...common, [setting]: this.secret.secretArn };
    if (paymentProvider === 'sandbox') this.sandboxQueue = queueFor(this, 'SandboxQueue', deadLetterQueue);
    this.environment = this.sandboxQueue
      ? { ...withSecret, sandboxQueueUrl: this.sandboxQueue.queueUrl }
      : withSecret;
  }

  grantPaying(...grantees: readonly IGrantable[]): void {
    this.grantSecret(...grantees);
    if (this.sandboxQueue) grantSending(this.sandboxQueue, ...grantees);
  }

  /**
   * Makes the provider send its events to the API. For the sandbox this creates a worker within `scope`; an operator
   * configures a real provider.
   */
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

/** 48 random bytes in base64, as Standard Webhooks requires. No person needs to know it. */
const sandboxSecret = (scope: Construct): Secret =>
  new Secret(scope, 'SandboxSecret', {
    description: 'Billing: signing key of the sandbox payment provider',
    generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
  });

/** Created empty. An operator enters the values from Stripe's dashboard. */
const stripeSecret = (scope: Construct): Secret =>
  new Secret(scope, 'StripeSecret', {
    description: 'Billing: Stripe keys, as {"secretKey":"sk_…","webhookSecret":"whsec_…"}',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ secretKey: '', webhookSecret: '' }),
      // CloudFormation requires a generated field.
      generateStringKey: 'unused',
    },
  });

const secretOf: Readonly<Record<ProviderName, (scope: Construct) => Secret>> = {
  sandbox: sandboxSecret,
  stripe: stripeSecret,
};
