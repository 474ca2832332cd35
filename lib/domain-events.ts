import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BUS_SOURCE } from '../functions/runtime/config.ts';
import { RELAYED, RELAYED_OF_THEMES, THEME_PK } from '../functions/store/key-prefixes.ts';
import { BillingFunction } from './function.ts';
import type { BillingTable } from './table.ts';
import { grantSending } from './work-queue.ts';

const relayed = RELAYED.map(startsWith);
const ofThemes = { pk: { S: [startsWith(THEME_PK)] }, sk: { S: [startsWith(RELAYED_OF_THEMES)] } };
// Deletions have no new image and cause no events.
const isNew = FilterRule.or('INSERT', 'MODIFY');

function startsWith(prefix: string) {
  return FilterRule.beginsWith(prefix)[0];
}

/** The source of the events and their listeners. */
export interface DomainEventsProps {
  readonly table: BillingTable;
  /** Each listener receives every event. */
  readonly listeners: Readonly<Record<string, Queue>>;
  /** Receives records that could not be relayed, and events that could not be delivered to a listener. */
  readonly deadLetterQueue: Queue;
}

/**
 * Publishes domain events: from the table's stream through the relay to a bus, with a rule per listener. At least once.
 */
export class DomainEvents extends Construct {
  readonly relay: BillingFunction;

  constructor(scope: Construct, id: string, { table, listeners, deadLetterQueue }: DomainEventsProps) {
    super(scope, id);
    const bus = new EventBus(this, 'Bus', { description: 'Domain events of billing accounts' });
    this.relay = new BillingFunction(this, 'Relay', {
      entry: 'functions/workers/relay.ts',
      environment: {
        tableName: table.tableName,
        eventBusName: bus.eventBusName,
        deadLetterQueueUrl: deadLetterQueue.queueUrl,
      },
      timeout: Duration.seconds(30),
    });
    this.relay.addEventSource(
      new DynamoEventSource(table.streamed, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        filters: [
          FilterCriteria.filter({ eventName: isNew, dynamodb: { Keys: { sk: { S: relayed } } } }),
          FilterCriteria.filter({ eventName: isNew, dynamodb: { Keys: ofThemes } }),
        ],
        // A single failing record must not delay the rest of its shard for a day.
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 10,
        onFailure: new SqsDlq(deadLetterQueue),
      }),
    );
    table.grant(this.relay);
    grantSending(deadLetterQueue, this.relay);
    Grant.addToPrincipal({
      grantee: this.relay,
      actions: ['events:PutEvents'],
      resourceArns: [bus.eventBusArn],
    });
    for (const [name, queue] of Object.entries(listeners))
      new Rule(this, `${name}Rule`, {
        description: `Events for ${name}`,
        eventBus: bus,
        eventPattern: { source: [BUS_SOURCE] },
        // The account is the message group, so that an account with many events does not delay others.
        targets: [new SqsQueue(queue, { deadLetterQueue, messageGroupId: '$.detail.subject' })],
      });
  }
}
