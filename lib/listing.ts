import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/**
 * Lets a reader tell a missing object from a forbidden one: without `s3:ListBucket` on the prefix, S3 answers 403 for
 * both (Amazon S3 API Reference, GetObject, "Permissions").
 */
export function grantListing(bucket: Bucket, prefix: string, grantee: IGrantable): void {
  Grant.addToPrincipal({
    grantee,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
  });
}
