import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BillingFunction } from './function.ts';

/** What is logged when money did not go the way it should; a declined card is no such thing. */
const events = [
  'payment event not applied yet',
  'payment event of no charge',
  'charge may not move so',
  'sandbox event refused',
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

const NAMESPACE = 'Billing';

/** Counts what the logs tell of payments that failed. By log event name: the code sends nothing for it. */
export class PaymentFailures extends Construct {
  readonly metric: Metric;

  constructor(scope: Construct, id: string, functions: readonly BillingFunction[], stage: string) {
    super(scope, id);
    const metricName = `PaymentFailures-${stage}`;
    for (const { file, logs } of functions.filter((one) => files.includes(one.file)))
      new MetricFilter(this, file.replace('/', '-'), {
        // CDK's own types do not keep to exactOptionalPropertyTypes.
        logGroup: logs as ILogGroup,
        metricNamespace: NAMESPACE,
        metricName,
        filterPattern: FilterPattern.any(
          ...events.map((event) => FilterPattern.stringValue('$.message', '=', event)),
          ...kinds.map((kind) =>
            FilterPattern.all(
              FilterPattern.stringValue('$.message', '=', 'due work not done'),
              FilterPattern.stringValue('$.kind', '=', kind),
            ),
          ),
        ),
      });
    this.metric = new Metric({
      namespace: NAMESPACE,
      metricName,
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}
