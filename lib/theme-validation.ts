import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { BillingTable } from './table.ts';
import { PACKAGES_PREFIX, type ThemesBucket } from './themes-bucket.ts';
import { ObjectEvents } from './uploads-bucket.ts';
import { type DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** The source of packages, and the destination of results. */
export interface ThemeValidationProps {
  readonly data: { readonly table: BillingTable; readonly themes: ThemesBucket };
  readonly deadLetterQueue: DeadLetterQueue;
}

/** Validates every uploaded theme package, and publishes those that pass. */
export class ThemeValidation extends Construct {
  constructor(scope: Construct, id: string, { data, deadLetterQueue }: ThemeValidationProps) {
    super(scope, id);
    const { table, themes } = data;
    const { queue, worker } = new WorkQueue(this, 'Validation', {
      worker: {
        entry: 'functions/workers/themes.ts',
        thread: 'functions/themes/validation-thread.ts',
        environment: { tableName: table.tableName, deadLetterQueueUrl: deadLetterQueue.queueUrl },
        // The worker unpacks packages in memory and computes styles, so it needs more than half a CPU.
        memory: 1024,
        timeout: Duration.seconds(60),
      },
      deadLetterQueue,
      // One at a time, so that a package that crashes its worker affects no other.
      batchSize: 1,
      maxConcurrency: 5,
    });
    new ObjectEvents(this, 'Packages', {
      bucket: themes.bucket,
      queue,
      createdUnder: PACKAGES_PREFIX,
      deadLetterQueue,
    });
    table.grant(worker);
    themes.grantPublishing(worker);
    grantSending(deadLetterQueue, worker);
  }
}
