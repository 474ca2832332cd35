import { NoSuchKey, S3ServiceException } from '@aws-sdk/client-s3';

/**
 * Tells whether S3 refused a read because the object does not exist. Without `s3:ListBucket` S3 answers 403 in place of
 * 404 (Amazon S3 API Reference, GetObject, "Permissions"). The workers hold that right, so a 403 is the rare case in
 * which a bucket policy denies it; the object is out of reach either way, and a retry would not change that.
 */
export const isMissingObject = (error: unknown): boolean =>
  error instanceof NoSuchKey ||
  (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0));
