import type { Construct } from 'constructs';
import type { Archive } from './archive.ts';
import type { EventKey } from './event-key.ts';
import type { Environment } from './function.ts';
import type { BillingTable } from './table.ts';
import { DeadLetterQueue, fifoQueueFor, grantSending, WorkQueue } from './work-queue.ts';

/** The resources that the usage worker reads and writes. */
export interface UsageQueueProps {
  readonly table: BillingTable;
  readonly eventKey: EventKey;
  readonly archive: Archive;
  /** The number of message groups. */
  readonly shards: number;
}

/**
 * The queue of usage events with one message group per account shard, and its worker. SQS gives the messages of a group to one
 * invocation at a time, so that no two conflict on a balance.
 */
export class UsageQueue extends WorkQueue {
  readonly deadLetters: DeadLetterQueue;
  /** The settings of a function that sends usage events. */
  readonly sending: Environment;

  constructor(scope: Construct, id: string, { table, eventKey, archive, shards }: UsageQueueProps) {
    const deadLetters = new DeadLetterQueue(scope, `${id}DeadLetters`, { isFifo: true });
    const queue = fifoQueueFor(scope, `${id}Queue`, deadLetters);
    super(scope, id, {
      worker: {
        entry: 'functions/workers/usage.ts',
        environment: {
          ...eventKey.environment,
          tableName: table.tableName,
          archiveBucket: archive.bucketName,
          // The worker sets the visibility timeout of failed messages.
          usageQueueUrl: queue.queueUrl,
          usageDeadLetterQueueUrl: deadLetters.queueUrl,
        },
        memory: 1024,
      },
      queue,
      maxConcurrency: 50,
    });
    this.deadLetters = deadLetters;
    this.sending = { usageQueueUrl: queue.queueUrl, usageShards: String(shards) };
    table.grant(this.worker);
    archive.grantAdding(this.worker);
    eventKey.grantReading(this.worker);
    grantSending(deadLetters, this.worker);
  }
}
