import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { setting } from '../runtime/config.ts';

const s3 = new S3Client({ forcePathStyle: true });

/** How long a link is valid, in seconds. */
const LINK_SECONDS = 3_600;

/**
 * Returns a link to a file in the themes bucket, valid for an hour for anyone who has it. Signs locally, without a call
 * to S3.
 */
export const linkToFile = (key: string): Promise<string> =>
  getSignedUrl(s3, new GetObjectCommand({ Bucket: setting('themesBucket'), Key: key }), {
    expiresIn: LINK_SECONDS,
  });
