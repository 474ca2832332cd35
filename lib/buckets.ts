import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Properties of every bucket: no public access, encrypted, TLS only. */
const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
} as const;

/** Returns the properties of a closed bucket whose requests are logged under `<name>/`. */
export const closedBucket = (accessLogs: IBucket, name: string): BucketProps => ({
  ...closed,
  serverAccessLogsBucket: accessLogs,
  serverAccessLogsPrefix: `${name}/`,
});

/** Creates the bucket with the access logs of other buckets. Logs are for incidents and expire after 90 days. */
export const accessLogsIn = (scope: Construct): IBucket =>
  // CDK's own types are incompatible with exactOptionalPropertyTypes.
  new Bucket(scope, 'AccessLogs', {
    ...closed,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  }) as IBucket;
