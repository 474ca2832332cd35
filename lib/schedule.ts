import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { WORKER_TIMEOUT } from '../functions/runtime/config.ts';
import { BillingFunction } from './function.ts';
import type { BillingTable } from './table.ts';
import { grantSending, type WorkQueue } from './work-queue.ts';

/** What is looked through, and who does what is found due. */
export interface SchedulerTickProps {
  readonly table: BillingTable;
  readonly due: WorkQueue;
  /** Takes the deliveries that are due. */
  readonly deliveries: WorkQueue;
}

/** Looks every minute for what is due, and sends each part of it to the worker that does it. */
export class SchedulerTick extends Construct {
  readonly worker: BillingFunction;

  constructor(scope: Construct, id: string, { table, due, deliveries }: SchedulerTickProps) {
    super(scope, id);
    this.worker = new BillingFunction(this, 'Function', {
      entry: 'functions/workers/scheduler.ts',
      environment: {
        tableName: table.tableName,
        dueQueueUrl: due.queue.queueUrl,
        deliveryQueueUrl: deliveries.queue.queueUrl,
      },
      timeout: Duration.seconds(WORKER_TIMEOUT),
    });
    table.grant(this.worker);
    grantSending(due.queue, this.worker);
    grantSending(deliveries.queue, this.worker);
    new Schedule(this, 'EveryMinute', {
      description: 'Billing: scheduler tick',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // A minute that was missed is made up for by the next.
      target: new LambdaInvoke(this.worker, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
