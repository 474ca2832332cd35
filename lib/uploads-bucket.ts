import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { closedBucket } from './buckets.ts';

/** What the bucket needs to know of its deployment. */
export interface UploadsBucketProps {
  /** The origin whose pages may post files. */
  readonly webOrigin: string;
  /** Where S3 writes down who asked for which file. */
  readonly accessLogs: IBucket;
}

/** Where users' files are kept. Browsers post them here directly, with a presigned form. */
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
    // Not the construct's own `eventBridgeEnabled`: that needs a custom resource, and with it a Lambda of CDK's.
    const resource = this.bucket.node.defaultChild as CfnBucket;
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }

  /** A presigned form has the rights of the one who signed it: new files under `uploads/`, nothing else. */
  grantPresigning(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.bucket.arnForObjects('uploads/*')],
    });
  }

  /** Files under `uploads/` may be deleted. The bucket keeps no versions, so one deletion frees the bytes. */
  grantDeleting(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:DeleteObject'],
      resourceArns: [this.bucket.arnForObjects('uploads/*')],
    });
  }
}

/** What a route of events from the bucket joins. */
export interface ObjectEventsProps {
  readonly bucket: Bucket;
  readonly queue: IQueue;
  /** Only what comes to be, under keys that begin so. */
  readonly createdUnder?: string;
  /** Takes the events that cannot be delivered to the queue. */
  readonly deadLetterQueue: IQueue;
}

/** Tells a queue of each object that comes to be, and if all are told of also of each that ceases to be. At least once, in any order. */
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
