import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BillingFunction } from './function.ts';
import { countLogLines } from './log-metric.ts';

/** Log events of failed money movements. A declined card is not among them. */
const events = [
  'payment event not applied',
  'payment event without charge',
  'payment provider unavailable',
  'invalid charge transition',
  'sandbox event rejected',
];

/** Scheduled tasks on charges, provider events, creators' shares and payouts. */
const kinds = ['charge', 'event', 'earnings', 'payout'];

/** The functions that call a payment provider or receive its events. */
const files = [
  'api/purchases',
  'api/sales',
  'api/charges',
  'api/payments',
  'api/admin',
  'workers/due',
  'workers/sandbox',
];

const failures = FilterPattern.any(
  ...events.map((event) => FilterPattern.stringValue('$.message', '=', event)),
  ...kinds.map((kind) =>
    FilterPattern.all(
      FilterPattern.stringValue('$.message', '=', 'scheduled task failed'),
      FilterPattern.stringValue('$.kind', '=', kind),
    ),
  ),
);

/** Matches the mark of `logForOperators`. A pattern of all event names would exceed CloudWatch's limit. */
const attention = FilterPattern.stringValue('$.attention', '=', 'payments');

/**
 * Counts log lines about payments: failures by event name, and lines marked for operators. The code sends no metrics.
 */
export class PaymentFailures extends Construct {
  readonly metric: Metric;
  readonly attention: Metric;

  constructor(scope: Construct, id: string, functions: readonly BillingFunction[], stage: string) {
    super(scope, id);
    const ofPayments = functions.filter((one) => files.includes(one.file));
    this.metric = countLogLines(this, ofPayments, {
      metricName: `PaymentFailures-${stage}`,
      pattern: failures,
    });
    this.attention = countLogLines(this, ofPayments, {
      metricName: `PaymentsNeedAttention-${stage}`,
      pattern: attention,
      suffix: '-attention',
    });
  }
}
