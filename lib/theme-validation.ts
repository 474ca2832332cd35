import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { BillingTable } from './table.ts';
import { PACKAGES_PREFIX, type ThemesBucket } from './themes-bucket.ts';
import { ObjectEvents } from './uploads-bucket.ts';
import { type DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** Where packages come from, and where verdicts go. */
export interface ThemeValidationProps {
  readonly data: { readonly table: BillingTable; readonly themes: ThemesBucket };
  readonly deadLetterQueue: DeadLetterQueue;
}

/** Every package of a theme that arrives is validated, and what passes is published. */
export class ThemeValidation extends Construct {
  constructor(scope: Construct, id: string, { data, deadLetterQueue }: ThemeValidationProps) {
    super(scope, id);
    const { table, themes } = data;
    const { queue, worker } = new WorkQueue(this, 'Validation', {
      worker: {
        entry: 'functions/workers/themes.ts',
        thread: 'functions/themes/validation-thread.ts',
        environment: { tableName: table.tableName, deadLetterQueueUrl: deadLetterQueue.queueUrl },
        // A package is unpacked in memory, and measured by computing: half a processor and more.
        memory: 1024,
        timeout: Duration.seconds(60),
      },
      deadLetterQueue,
      // One at a time: a package that breaks its worker must not take others with it.
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
