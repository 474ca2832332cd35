import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';

/** What the archive depends on. */
export interface ArchiveProps {
  readonly accessLogs: IBucket;
}

/**
 * The permanent archive of counted events, by day. Functions that count events may add to it; no function may read it.
 */
export class Archive extends Construct {
  readonly bucketName: string;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: ArchiveProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'archive'),
      // The usage worker may overwrite its own objects; earlier versions are kept.
      versioned: true,
      // Rarely read after 90 days. The files are small, so transitions to archive classes would cost more than they
      // save.
      lifecycleRules: [
        {
          transitions: [
            { storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(90) },
          ],
        },
      ],
    });
    this.bucketName = this.bucket.bucketName;
  }

  grantAdding(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.bucket.arnForObjects('events/*')],
    });
  }
}
