import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';

/** What the archive needs besides itself. */
export interface ArchiveProps {
  readonly accessLogs: IBucket;
}

/** Where every counted event is kept for good, by day. Who counts may add to it; nobody of the service may read it. */
export class Archive extends Construct {
  readonly bucketName: string;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: ArchiveProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'archive'),
      // The usage worker may overwrite what it wrote: the earlier version stays.
      versioned: true,
      // Looked at within the season, if ever; the files are small, so that cheaper classes would cost more to enter.
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
