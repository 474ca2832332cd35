import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/**
 * Allows a reader to distinguish missing objects from forbidden ones. Without `s3:ListBucket` on the prefix, S3 returns
 * 403 for both (Amazon S3 API Reference, GetObject, "Permissions").
 */
export function grantListing(bucket: Bucket, prefix: string, grantee: IGrantable): void {
  Grant.addToPrincipal({
    grantee,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
  });
}
