import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation, type Table } from 'aws-cdk-lib/aws-dynamodb';
import type { AuditTrail } from './audit-archive.ts';
import type { Facts } from './facts.ts';
import type { BillingFunction } from './function.ts';
import type { Sweep } from './schedule.ts';
import type { DeadLetterQueue, WorkQueue } from './work-queue.ts';

/** What is looked at, of the whole system. */
export interface Watched {
  readonly table: Table;
  readonly api: HttpApi;
  readonly functions: readonly BillingFunction[];
  readonly queues: readonly WorkQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];
  readonly facts: Facts;
  readonly audit: AuditTrail;
  readonly sweep: Sweep;
  readonly paymentFailures: IMetric;
  readonly paymentsNeedAttention: IMetric;
  readonly tokenKeyOutages: IMetric;
  readonly auditTampering: IMetric;
}

/** One alarm: it goes off when two of three values are at or over the limit. */
export interface Watch {
  readonly name: string;
  readonly metric: IMetric;
  readonly limit: number;
  /** Goes off at the first such value, and stays so until it is gone. */
  readonly atOnce?: true;
  /** No news are bad news. */
  readonly missingIsBad?: true;
  /** What it means, and what to do. */
  readonly meaning: string;
}

const minutes = (count: number) => ({ period: Duration.minutes(count) });

/** Every alarm of the system. The runbook in docs/operations.md has a paragraph for each name. */
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
    name: 'ApiFaults',
    metric: new MathExpression({
      // A single error among few calls is no trend. MAX takes series only: an array with a scalar is refused.
      expression: '100 * faults / IF(calls > 200, calls, 200)',
      usingMetrics: {
        faults: api.metricServerError({ statistic: Stats.SUM, ...minutes(5) }),
        calls: api.metricCount({ statistic: Stats.SUM, ...minutes(5) }),
      },
      label: 'Answers 5xx, in per cent',
      ...minutes(5),
    }),
    limit: 1,
    meaning: 'One answer in a hundred is a 5xx. Search the logs for `request failed` by its request id.',
  },
  {
    name: 'TokenKeysUnavailable',
    metric: tokenKeyOutages,
    limit: 1,
    meaning:
      "The keys of the tokens' issuer cannot be fetched. Functions without cached keys answer 503; cached keys last 24 hours. Search the logs for `token keys unavailable`.",
  },
];

function functionWatches(one: BillingFunction): Watch[] {
  const name = titled(one.file);
  return [
    {
      name: `${name}Errors`,
      metric: one.metricErrors(minutes(5)),
      limit: 3,
      meaning: `${one.file} times out, crashes or cannot start. Its log group says which.`,
    },
    {
      name: `${name}Throttles`,
      metric: one.metricThrottles(minutes(5)),
      limit: 1,
      meaning: `${one.file} finds no free concurrency. Raise the account's limit, or lower what takes it.`,
    },
  ];
}

const ageWatch = ({ queue, worker }: WorkQueue): Watch => ({
  name: `${titled(worker.file)}Late`,
  metric: queue.metricApproximateAgeOfOldestMessage(minutes(1)),
  limit: Duration.minutes(5).toSeconds(),
  meaning: `${worker.file} is five minutes behind. Look at its errors and throttles, and at the table's.`,
});

const depthWatch = (queue: DeadLetterQueue): Watch => ({
  name: `${queue.node.scope?.node.id.split('-').at(-1) ?? ''}DeadLetters`.replace(/^./, upper),
  metric: queue.metricApproximateNumberOfMessagesVisible(minutes(1)),
  limit: 1,
  atOnce: true,
  meaning: 'A message was given up. `npm run dlq` lists them with their reasons; mend, then redrive.',
});

/** Those that the service sends. */
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
    meaning: 'The table refuses requests: a hot partition, or growth that on-demand has not followed yet.',
  },
  {
    name: 'TableFaults',
    metric: table.metricSystemErrorsForOperations({ operations, ...minutes(1) }),
    limit: 1,
    meaning: 'DynamoDB answers with faults of its own. See the AWS Health Dashboard; writes find themselves.',
  },
];

const auditWatches = ({ audit, auditTampering }: Watched): Watch[] => [
  {
    name: 'AuditLate',
    metric: iteratorAgeOf(audit.worker),
    limit: Duration.hours(1).toMilliseconds(),
    meaning:
      'Lines of the audit log are not archived for an hour. After 24 hours the stream forgets them. Search the log for `audit lines not archived`.',
  },
  {
    name: 'AuditTampered',
    metric: auditTampering,
    limit: 1,
    atOnce: true,
    meaning:
      'A line of the audit log was changed or removed, which no function may do. Run `npm run audit:verify`.',
  },
];

const backgroundWatches = ({ facts, sweep, paymentFailures, paymentsNeedAttention }: Watched): Watch[] => [
  {
    name: 'FactsLate',
    metric: iteratorAgeOf(facts.relay),
    limit: Duration.minutes(5).toMilliseconds(),
    meaning: 'Facts are told five minutes late or more. After 24 hours the stream forgets what was not told.',
  },
  {
    name: 'SweepStandsStill',
    metric: new MathExpression({
      expression: '5 - runs',
      usingMetrics: { runs: sweep.worker.metricInvocations(minutes(5)) },
      label: 'Minutes without a sweep',
      ...minutes(5),
    }),
    limit: 5,
    missingIsBad: true,
    meaning: 'Nothing that is due is looked for: no expiry, no renewal, no close. Look at the schedule.',
  },
  {
    name: 'PaymentFailures',
    metric: paymentFailures,
    limit: 1,
    meaning:
      'A payment, a refund or a provider event could not be worked off. The metric filter names the logs.',
  },
  {
    name: 'PaymentsNeedAttention',
    metric: paymentsNeedAttention,
    limit: 1,
    atOnce: true,
    meaning:
      'Money needs a person: a charge was paid twice, or a payment, refund or payout has no outcome. Search the logs for `attention`.',
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
