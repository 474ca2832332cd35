import { Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Effect, type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Environment } from './function.ts';
import type { BillingTable } from './table.ts';
import { grantSending, WorkQueue } from './work-queue.ts';

/** The sender of mail, and where bounces and complaints are recorded. */
export interface MailProps {
  readonly sender: string;
  readonly table: BillingTable;
  readonly deadLetterQueue: Queue;
}

/**
 * The sender's identity at SES, and a configuration set that reports bounces and complaints. EventBridge sends the
 * reports to a queue, whose worker suppresses the address.
 */
export class Mail extends Construct {
  /** The environment of functions that send mail. */
  readonly environment: Environment;
  readonly #sender: string;
  readonly #configurationSet: string;

  constructor(scope: Construct, id: string, { sender, table, deadLetterQueue }: MailProps) {
    super(scope, id);
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // SES suppresses complaints only. Bounces are suppressed in our table, where an account's owner can lift them.
      suppressionReasons: SuppressionReasons.COMPLAINTS_ONLY,
    });
    new EmailIdentity(this, 'Identity', { identity: Identity.email(sender), configurationSet });
    const name = configurationSet.configurationSetName;
    this.#sender = sender;
    this.#configurationSet = name;
    this.environment = { mailSender: sender, mailConfigurationSet: name };

    // SES reports only to the default bus of its account.
    const bus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    configurationSet.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(bus),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const { queue, worker } = new WorkQueue(this, 'Feedback', {
      worker: {
        entry: 'functions/workers/mail-feedback.ts',
        environment: { tableName: table.tableName, deadLetterQueueUrl: deadLetterQueue.queueUrl },
      },
      deadLetterQueue,
      maxConcurrency: 2,
    });
    new Rule(this, 'FeedbackRule', {
      description: 'Mail bounces and complaints',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [name] } } },
      },
      targets: [new SqsQueue(queue, { deadLetterQueue })],
    });
    table.grant(worker);
    grantSending(deadLetterQueue, worker);
  }

  /**
   * Grants the right to send mail from the sender's address. In its sandbox SES also checks the right to the
   * recipient's identity, so the resource is any identity, and a condition restricts the sender.
   */
  grantSending(...grantees: readonly IGrantable[]): void {
    const ses = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    for (const { grantPrincipal } of grantees)
      grantPrincipal.addToPrincipalPolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: ['ses:SendEmail'],
          resources: [ses('identity', '*'), ses('configuration-set', this.#configurationSet)],
          conditions: { StringEquals: { 'ses:FromAddress': this.#sender } },
        }),
      );
  }
}
