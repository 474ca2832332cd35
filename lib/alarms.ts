import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { AuditTrail } from './audit-archive.ts';
import type { DomainEvents } from './domain-events.ts';
import type { BillingFunction } from './function.ts';
import type { SchedulerTick } from './schedule.ts';
import type { DeadLetterQueue, WorkQueue } from './work-queue.ts';

/** The resources that alarms watch. */
export interface Watched {
  readonly table: Table;
  readonly api: HttpApi;
  readonly functions: readonly BillingFunction[];
  readonly queues: readonly WorkQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];
  readonly domainEvents: DomainEvents;
  readonly audit: AuditTrail;
  readonly scheduler: SchedulerTick;
  readonly paymentFailures: IMetric;
  readonly paymentsNeedAttention: IMetric;
  readonly tokenKeyOutages: IMetric;
  readonly auditTampering: IMetric;
}

/** An alarm. It fires when two of three values reach the limit. */
export interface Watch {
  readonly name: string;
  readonly metric: IMetric;
  readonly limit: number;
  /** Fires at the first such value, and stays until it is gone. */
  readonly atOnce?: true;
  /** Missing data counts as breaching. */
  readonly missingIsBad?: true;
  /** What the alarm means, and what to do. */
  readonly meaning: string;
}

const minutes = (count: number) => ({ period: Duration.minutes(count) });

/** All alarms. The runbook in docs/operations.md has a paragraph for each name. */
export const watchesOf = (watched: Watched): Watch[] => [
  ...apiWatches(watched),
  ...watched.functions.flatMap(functionWatches),
  ...watched.queues.map(ageWatch),
  ...watched.deadLetters.map(depthWatch),
  ...tableWatches(watched.table),
  ...backgroundWatches(watched),
  ...auditWatches(watched),
];

const apiWatches = ({ api, tokenKeyOutages }: Watched): Watch[] => [
  {
    name: 'ApiErrors',
    metric: new MathExpression({
      // At least 200 calls in the denominator, so that a single error at night does not fire. MAX does not accept a
      // scalar beside a series.
      expression: '100 * faults / IF(calls > 200, calls, 200)',
      usingMetrics: {
        faults: api.metricServerError({ statistic: Stats.SUM, ...minutes(5) }),
        calls: api.metricCount({ statistic: Stats.SUM, ...minutes(5) }),
      },
      label: '5xx responses, in percent',
      ...minutes(5),
    }),
    limit: 1,
    meaning:
      'At least 1 % of responses are 5xx errors. Search the logs for `request failed` with the request id.',
  },
  {
    name: 'TokenKeysUnavailable',
    metric: tokenKeyOutages,
    limit: 1,
    meaning:
      'The signing keys of the token issuer cannot be fetched. Functions without cached keys answer 503; cached keys are valid for 24 hours. Search the logs for `token keys unavailable`.',
  },
];

function functionWatches(one: BillingFunction): Watch[] {
  const name = titled(one.file);
  return [
    {
      name: `${name}Errors`,
      metric: one.metricErrors(minutes(5)),
      limit: 3,
      meaning: `${one.file} times out, crashes or cannot start. See its log group.`,
    },
    {
      name: `${name}Throttles`,
      metric: one.metricThrottles(minutes(5)),
      limit: 1,
      meaning: `${one.file} is throttled. Raise the concurrency limit of the account, or reduce other usage.`,
    },
  ];
}

const ageWatch = ({ queue, worker }: WorkQueue): Watch => ({
  name: `${titled(worker.file)}Late`,
  metric: queue.metricApproximateAgeOfOldestMessage(minutes(1)),
  limit: Duration.minutes(5).toSeconds(),
  meaning: `${worker.file} is five minutes behind. Check its errors and throttles, and those of the table.`,
});

const depthWatch = (queue: DeadLetterQueue): Watch => ({
  name: `${queue.node.scope?.node.id.split('-').at(-1) ?? ''}${queue.node.id}`.replace(/^./, upper),
  metric: queue.metricApproximateNumberOfMessagesVisible(minutes(1)),
  limit: 1,
  atOnce: true,
  meaning:
    'A message failed repeatedly. `npm run dlq` lists messages with reasons. Fix the cause, then redrive.',
});

/** The SES operations that the service calls. */
const operations = [
  Operation.GET_ITEM,
  Operation.BATCH_GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

const tableWatches = (table: Table): Watch[] => [
  {
    name: 'TableThrottles',
    metric: table.metricThrottledRequestsForOperations({ operations, ...minutes(1) }),
    limit: 10,
    meaning:
      'The table throttles requests, because of a hot partition or growth faster than on-demand scaling.',
  },
  {
    name: 'TableErrors',
    metric: table.metricSystemErrorsForOperations({ operations, ...minutes(1) }),
    limit: 1,
    meaning:
      'DynamoDB returns internal errors. See the AWS Health Dashboard. Retried writes are applied once.',
  },
];

const auditWatches = ({ audit, auditTampering }: Watched): Watch[] => [
  {
    name: 'AuditLate',
    metric: iteratorAgeOf(audit.worker),
    limit: Duration.hours(1).toMilliseconds(),
    meaning:
      'Audit log entries have not been archived for an hour. The stream drops them after 24 hours. Search the logs for `audit lines not archived`.',
  },
  {
    name: 'AuditTampered',
    metric: auditTampering,
    limit: 1,
    atOnce: true,
    meaning:
      'An audit log entry was changed or removed, which no function is allowed to do. Run `npm run audit:verify`.',
  },
];

const backgroundWatches = ({
  domainEvents,
  scheduler,
  paymentFailures,
  paymentsNeedAttention,
}: Watched): Watch[] => [
  {
    name: 'EventsLate',
    metric: iteratorAgeOf(domainEvents.relay),
    limit: Duration.minutes(5).toMilliseconds(),
    meaning:
      'Events are published at least five minutes late. The stream drops unpublished changes after 24 hours.',
  },
  {
    name: 'SchedulerStalled',
    metric: new MathExpression({
      expression: '5 - runs',
      usingMetrics: { runs: scheduler.worker.metricInvocations(minutes(5)) },
      label: 'Minutes without a scheduler tick',
      ...minutes(5),
    }),
    limit: 5,
    missingIsBad: true,
    meaning:
      'The scheduler does not run, so no packs expire, no periods close and no webhooks are retried. Check the schedule and its function.',
  },
  {
    name: 'PaymentFailures',
    metric: paymentFailures,
    limit: 1,
    meaning: 'A payment, refund or provider event failed. The metric filter lists the log events.',
  },
  {
    name: 'PaymentsNeedAttention',
    metric: paymentsNeedAttention,
    limit: 1,
    atOnce: true,
    meaning:
      'An operator must check a payment: a charge was paid twice, or a payment, refund or payout has no outcome. Search the logs for `attention`.',
  },
];

const iteratorAgeOf = ({ functionName }: BillingFunction): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'IteratorAge',
    dimensionsMap: { FunctionName: functionName },
    statistic: Stats.MAXIMUM,
    ...minutes(1),
  });

const upper = (text: string): string => text.toUpperCase();

/** `workers/usage` → `WorkersUsage`. */
const titled = (file: string): string => file.replace(/(?:^|[/-])(\w)/g, (_, first: string) => upper(first));
