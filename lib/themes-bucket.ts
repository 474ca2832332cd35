import { Duration } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';
import { grantListing } from './listing.ts';

/** What the bucket needs to know of its deployment. */
export interface ThemesBucketProps {
  /** The origin whose pages may post packages, and read what was made of them. */
  readonly webOrigin: string;
  /** Where S3 writes down who asked for which file. */
  readonly accessLogs: IBucket;
}

/** Where packages are, that creators post with presigned forms, as `packages/*`. */
export const PACKAGES_PREFIX = 'packages/';

/** Where themes are kept: packages as they came, and what was made of those that passed. All of it is read by links. */
export class ThemesBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { webOrigin, accessLogs }: ThemesBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'themes'),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // Only its validation reads a package; what was made of it stays.
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
    // Not the construct's own `eventBridgeEnabled`: that needs a custom resource, and with it a Lambda of CDK's.
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** A presigned form or link has the rights of the one who signed it: new packages. */
  grantReceiving(grantee: IGrantable): void {
    this.grant(grantee, 's3:PutObject', `${PACKAGES_PREFIX}*`);
  }

  /** The same: what was made of packages. */
  grantShowing(...grantees: readonly IGrantable[]): void {
    for (const grantee of grantees) this.grant(grantee, 's3:GetObject', 'published/*');
  }

  /** Reads packages, and keeps what it makes of them. */
  grantPublishing(grantee: IGrantable): void {
    this.grant(grantee, 's3:GetObject', `${PACKAGES_PREFIX}*`);
    grantListing(this.bucket, PACKAGES_PREFIX, grantee);
    this.grant(grantee, 's3:PutObject', 'published/*');
  }

  private grant(grantee: IGrantable, action: string, keys: string): void {
    Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [this.bucket.arnForObjects(keys)] });
  }
}
