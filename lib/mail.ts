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

/** Who mail is from, and where bounces and complaints are recorded. */
export interface MailProps {
  readonly sender: string;
  readonly table: BillingTable;
  readonly deadLetterQueue: Queue;
}

/**
 * What mail is sent through: the sender's identity at SES, and a configuration set that reports bounces and complaints.
 * They come by EventBridge to a queue, whose worker suppresses the address.
 */
export class Mail extends Construct {
  /** What a function needs that sends mail. */
  readonly environment: Environment;
  readonly #sender: string;
  readonly #configurationSet: string;

  constructor(scope: Construct, id: string, { sender, table, deadLetterQueue }: MailProps) {
    super(scope, id);
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // SES's own list takes complaints alone: a bounce can be lifted by the account's owner, and our table knows it.
      suppressionReasons: SuppressionReasons.COMPLAINTS_ONLY,
    });
    new EmailIdentity(this, 'Identity', { identity: Identity.email(sender), configurationSet });
    const name = configurationSet.configurationSetName;
    this.#sender = sender;
    this.#configurationSet = name;
    this.environment = { mailSender: sender, mailConfigurationSet: name };

    // SES reports to the default bus of its account and to no other.
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
   * Lets them send mail from the sender's address. In its sandbox SES asks for the right to the receiver's identity too, so
   * that the resource is any identity, and the condition names the sender.
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
