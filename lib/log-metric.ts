import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { BillingFunction } from './function.ts';

const NAMESPACE = 'Billing';

/** Which log lines are counted, and the metric's name. */
export interface CountedLines {
  readonly metricName: string;
  readonly pattern: IFilterPattern;
  /** Suffix of each filter's id, if a scope counts several kinds of lines. */
  readonly suffix?: string;
}

/** Counts log lines of functions, summed over all of them in five minutes. The functions themselves send no metrics. */
export function countLogLines(
  scope: Construct,
  functions: readonly BillingFunction[],
  { metricName, pattern, suffix = '' }: CountedLines,
): Metric {
  for (const { file, logs } of functions)
    new MetricFilter(scope, `${file.replace('/', '-')}${suffix}`, {
      // CDK's own types are incompatible with exactOptionalPropertyTypes.
      logGroup: logs as ILogGroup,
      metricNamespace: NAMESPACE,
      metricName,
      filterPattern: pattern,
    });
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    statistic: Stats.SUM,
    period: Duration.minutes(5),
  });
}
