import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Where other buckets note who asked for what. Read when something has gone wrong, and gone after a season. */
export const accessLogsIn = (scope: Construct): IBucket =>
  // CDK's own types do not keep to exactOptionalPropertyTypes.
  new Bucket(scope, 'AccessLogs', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
  }) as IBucket;
