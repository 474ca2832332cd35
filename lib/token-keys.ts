import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type FunctionName, type Route, routes } from '../functions/api/routes.ts';
import type { BillingFunction } from './function.ts';
import { countLogLines } from './log-metric.ts';

/** The functions that verify tokens. */
const files = Object.values<Route>(routes)
  .filter(({ access }) => access !== 'public')
  .map((route): `api/${FunctionName}` => `api/${route.function}`);

/** Counts failures to fetch the token issuer's keys. */
export class TokenKeyOutages extends Construct {
  readonly metric: Metric;

  constructor(scope: Construct, id: string, functions: readonly BillingFunction[], stage: string) {
    super(scope, id);
    const known = new Set<string>(files);
    this.metric = countLogLines(
      this,
      functions.filter(({ file }) => known.has(file)),
      {
        metricName: `TokenKeysUnavailable-${stage}`,
        pattern: FilterPattern.stringValue('$.message', '=', 'token keys unavailable'),
      },
    );
  }
}
