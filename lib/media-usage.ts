import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Archive } from './archive.ts';
import { type DeliveryLogs, LOGS_PREFIX } from './delivery-logs.ts';
import type { EventKey } from './event-key.ts';
import type { BillingTable } from './table.ts';
import { ObjectEvents } from './uploads-bucket.ts';
import type { UsageQueue } from './usage-queue.ts';
import { type DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** The sources of usage and its destination. */
export interface MediaUsageProps {
  readonly table: BillingTable;
  readonly eventKey: EventKey;
  readonly archive: Archive;
  readonly deliveryLogs: DeliveryLogs;
  readonly usage: UsageQueue;
  readonly deadLetterQueue: DeadLetterQueue;
}

/** Usage that AWS reports: finished MediaConvert jobs, and bytes delivered by CloudFront. */
export class MediaUsage extends Construct {
  constructor(scope: Construct, id: string, props: MediaUsageProps) {
    super(scope, id);
    this.addTranscoding(props);
    this.addDelivery(props);
  }

  private addTranscoding({ table, eventKey, archive, usage, deadLetterQueue }: MediaUsageProps): void {
    const { queue, worker } = new WorkQueue(this, 'Transcoding', {
      worker: {
        entry: 'functions/workers/transcoding.ts',
        environment: {
          ...eventKey.environment,
          tableName: table.tableName,
          ...usage.sending,
          deadLetterQueueUrl: deadLetterQueue.queueUrl,
          // Whether settlements are archived. The consumer of the usage queue archives them.
          archiveBucket: archive.bucketName,
        },
      },
      deadLetterQueue,
      maxConcurrency: 10,
    });
    new Rule(this, 'JobsDone', {
      description: 'Completed MediaConvert jobs',
      eventPattern: {
        source: ['aws.mediaconvert'],
        detailType: ['MediaConvert Job State Change'],
        detail: { status: ['COMPLETE'] },
      },
      targets: [new SqsQueue(queue, { deadLetterQueue })],
    });
    table.grant(worker);
    eventKey.grantReading(worker);
    grantSending(usage.queue, worker);
    grantSending(deadLetterQueue, worker);
  }

  private addDelivery({ deliveryLogs, usage, deadLetterQueue }: MediaUsageProps): void {
    const { queue, worker } = new WorkQueue(this, 'Delivery', {
      worker: {
        entry: 'functions/workers/access-logs.ts',
        environment: {
          ...usage.sending,
          deadLetterQueueUrl: deadLetterQueue.queueUrl,
        },
        memory: 1024,
      },
      deadLetterQueue,
      maxConcurrency: 10,
    });
    new ObjectEvents(this, 'Files', {
      bucket: deliveryLogs.bucket,
      queue,
      // Without a prefix the rule would also send the expiry of each file.
      createdUnder: LOGS_PREFIX,
      deadLetterQueue,
    });
    deliveryLogs.grantReading(worker);
    grantSending(usage.queue, worker);
    grantSending(deadLetterQueue, worker);
  }
}
