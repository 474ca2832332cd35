import { Duration } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { WORKER_TIMEOUT } from '../functions/runtime/config.ts';
import { BillingFunction } from './function.ts';
import type { BillingTable } from './table.ts';
import { grantSending, type WorkQueue } from './work-queue.ts';

/** The table to search, and the queues for what is due. */
export interface SchedulerTickProps {
  readonly table: BillingTable;
  readonly due: WorkQueue;
  /** Receives due deliveries. */
  readonly deliveries: WorkQueue;
}

/** Searches every minute for due tasks and sends them, by shard, to the worker. */
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
      // No retry: the next minute's run does the same.
      target: new LambdaInvoke(this.worker, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
  }
}
