import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';
import { grantListing } from './listing.ts';

/** What the bucket depends on. */
export interface ThemesBucketProps {
  /** The origin whose pages may upload packages and read published files. */
  readonly webOrigin: string;
  /** The bucket for S3's access logs. */
  readonly accessLogs: IBucket;
}

/** The prefix of packages, which creators upload with presigned forms. */
export const PACKAGES_PREFIX = 'packages/';

/** The bucket of themes: uploaded packages, and the published files of valid ones. All are read through links. */
export class ThemesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { webOrigin, accessLogs }: ThemesBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'themes'),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // Only validation reads a package. Its published files stay.
        { prefix: PACKAGES_PREFIX, expiration: Duration.days(30) },
      ],
      cors: [
        {
          allowedMethods: [HttpMethods.POST, HttpMethods.GET],
          allowedOrigins: [webOrigin],
          allowedHeaders: ['*'],
        },
      ],
    });
    // Not the construct's own `eventBridgeEnabled`, which needs a custom resource and so a Lambda function of CDK.
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** Grants the creation of packages. A presigned form has the rights of its signer. */
  grantReceiving(grantee: IGrantable): void {
    this.grant(grantee, 's3:PutObject', `${PACKAGES_PREFIX}*`);
  }

  /** Grants reading of published files. A presigned link has the rights of its signer. */
  grantShowing(...grantees: readonly IGrantable[]): void {
    for (const grantee of grantees) this.grant(grantee, 's3:GetObject', 'published/*');
  }

  /** Grants reading of packages and publishing of files. */
  grantPublishing(grantee: IGrantable): void {
    this.grant(grantee, 's3:GetObject', `${PACKAGES_PREFIX}*`);
    grantListing(this.bucket, PACKAGES_PREFIX, grantee);
    this.grant(grantee, 's3:PutObject', 'published/*');
  }

  private grant(grantee: IGrantable, action: string, keys: string): void {
    Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.bucket.arnForObjects(keys)] });
  }
}
