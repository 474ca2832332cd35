import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What every bucket is: closed to the public, encrypted, by TLS alone. */
const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
} as const;

/** The properties of a closed bucket whose requests are logged under `<name>/`. */
export const closedBucket = (accessLogs: IBucket, name: string): BucketProps => ({
  ...closed,
  serverAccessLogsBucket: accessLogs,
  serverAccessLogsPrefix: `${name}/`,
});

/** Where other buckets note who asked for what. Read when something has gone wrong, and gone after a season. */
export const accessLogsIn = (scope: Construct): IBucket =>
  // CDK's own types do not keep to exactOptionalPropertyTypes.
  new Bucket(scope, 'AccessLogs', {
    ...closed,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  }) as IBucket;
