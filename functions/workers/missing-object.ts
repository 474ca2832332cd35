import { NoSuchKey, S3ServiceException } from '@aws-sdk/client-s3';

/**
 * Whether S3 refused a read because the object does not exist. Without the right `s3:ListBucket` S3 returns 403 instead
 * of 404 (Amazon S3 API Reference, GetObject, "Permissions"). The workers have that right, so a 403 means that a bucket
 * policy denies the read; a retry would not change that either.
 */
export const isMissingObject = (error: unknown): boolean =>
  error instanceof NoSuchKey ||
  (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0));
