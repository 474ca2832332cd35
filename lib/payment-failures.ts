import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BillingFunction } from './function.ts';
import { countLogLines } from './log-metric.ts';

/** What is logged when money did not go the way it should; a declined card is no such thing. */
const events = [
  'payment event not applied',
  'payment event without charge',
  'payment provider unavailable',
  'invalid charge transition',
  'sandbox event rejected',
];

/** The work on charges, provider events, creators' shares and payouts, of all that may be due. */
const kinds = ['charge', 'event', 'earnings', 'payout'];

/** The functions that deal with a payment provider. */
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

/** As `logForOperators` marks its lines. A pattern of all their names would be longer than CloudWatch takes. */
const attention = FilterPattern.stringValue('$.attention', '=', 'payments');

/**
 * Counts what the logs tell of payments: those that failed, by log event name, and those that a person has to look at, by
 * the mark that such lines bear. The code sends nothing for it.
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
