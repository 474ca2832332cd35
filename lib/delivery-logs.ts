import { Aws, Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';
import { grantListing } from './listing.ts';

/** The prefix under which CloudWatch Logs delivers. */
export const LOGS_PREFIX = 'AWSLogs/';

/** What the bucket depends on. */
export interface DeliveryLogsProps {
  readonly accessLogs: IBucket;
}

/**
 * The bucket for the standard logs (v2) of the CloudFront distribution that serves the media. Bandwidth is counted from
 * them. The distribution is not part of this app: its owner configures this bucket as its destination.
 */
export class DeliveryLogs extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs }: DeliveryLogsProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'delivery-logs'),
      lifecycleRules: [{ expiration: Duration.days(35) }],
    });
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    this.letCloudFrontDeliver();
  }

  grantReading(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:GetObject'],
      resourceArns: [this.bucket.arnForObjects(`${LOGS_PREFIX}*`)],
    });
    grantListing(this.bucket, LOGS_PREFIX, grantee);
  }

  /** Amazon CloudWatch Logs User Guide, "Logs sent to Amazon S3". */
  private letCloudFrontDeliver(): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)],
        conditions: {
          StringEquals: {
            's3:x-amz-acl': 'bucket-owner-full-control',
            'aws:SourceAccount': Aws.ACCOUNT_ID,
          },
        },
      }),
    );
  }
}
