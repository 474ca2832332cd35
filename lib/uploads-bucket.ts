import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';

/** What the bucket depends on. */
export interface UploadsBucketProps {
  /** The origin whose pages may upload files. */
  readonly webOrigin: string;
  /** The bucket for S3's access logs. */
  readonly accessLogs: IBucket;
}

/** The bucket of users' files. Browsers upload directly, with a presigned form. */
export class UploadsBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: UploadsBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(props.accessLogs, 'uploads'),
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      cors: [
        { allowedMethods: [HttpMethods.POST], allowedOrigins: [props.webOrigin], allowedHeaders: ['*'] },
      ],
    });
    // Not the construct's own `eventBridgeEnabled`, which needs a custom resource and so a Lambda function of CDK.
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** Grants the creation of files under `uploads/`, and nothing else. A presigned form has the rights of its signer. */
  grantPresigning(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.bucket.arnForObjects('uploads/*')],
    });
  }

  /** Grants the deletion of files under `uploads/`. The bucket has no versions, so a deletion frees the bytes. */
  grantDeleting(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:DeleteObject'],
      resourceArns: [this.bucket.arnForObjects('uploads/*')],
    });
  }
}

/** What a route of object events connects. */
export interface ObjectEventsProps {
  readonly bucket: Bucket;
  readonly queue: IQueue;
  /** Restricts the route to created objects whose keys have this prefix. */
  readonly createdUnder?: string;
  /** Receives events that cannot be delivered to the queue. */
  readonly deadLetterQueue: IQueue;
}

/**
 * Sends an event to a queue for each created object and, without a prefix, for each deleted one. At least once, in any
 * order.
 */
export class ObjectEvents extends Construct {
  constructor(scope: Construct, id: string, props: ObjectEventsProps) {
    super(scope, id);
    const { createdUnder: prefix } = props;
    const bucket = { name: [props.bucket.bucketName] };
    new Rule(this, 'Rule', {
      description: `Objects created in ${prefix === undefined ? 'or deleted from ' : ''}a bucket`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: prefix === undefined ? ['Object Created', 'Object Deleted'] : ['Object Created'],
        detail: prefix === undefined ? { bucket } : { bucket, object: { key: [{ prefix }] } },
      },
      targets: [new SqsQueue(props.queue, { deadLetterQueue: props.deadLetterQueue })],
    });
  }
}
