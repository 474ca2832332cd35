import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, type IBucket, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { AUDIT_PK } from '../functions/store/key-prefixes.ts';
import { closedBucket } from './buckets.ts';
import { BillingFunction } from './function.ts';
import type { BillingTable } from './table.ts';

/** What the archive of the audit log needs besides itself. */
export interface AuditArchiveProps {
  readonly accessLogs: IBucket;
  /** Whether what was archived is locked: not on a stage that is to be torn down. */
  readonly isLocked: boolean;
}

/** Claims lapse after three years in most law; compliance mode cannot be shortened, also not by the account's root. */
const RETENTION = Duration.days(3 * 366);

/** Where each line of the audit log is kept beside the table, by Object Lock out of everybody's reach. */
export class AuditArchive extends Construct {
  readonly bucketName: string;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { accessLogs, isLocked }: AuditArchiveProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closedBucket(accessLogs, 'audit'),
      versioned: true,
      objectLockEnabled: true,
      ...(isLocked && { objectLockDefaultRetention: ObjectLockRetention.compliance(RETENTION) }),
    });
    this.bucketName = this.bucket.bucketName;
  }

  grantAdding(grantee: BillingFunction): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['s3:PutObject'],
      resourceArns: [this.bucket.arnForObjects('lines/*')],
    });
  }
}

/** What copies the audit log, and where to. */
export interface AuditTrailProps {
  readonly table: BillingTable;
  readonly archive: AuditArchive;
  /** Takes what could not be archived. */
  readonly deadLetterQueue: Queue;
}

/** Copies the audit log to its archive as it grows. A consumer of the stream of its own: events must not wait for it. */
export class AuditTrail extends Construct {
  readonly worker: BillingFunction;

  constructor(scope: Construct, id: string, { table, archive, deadLetterQueue }: AuditTrailProps) {
    super(scope, id);
    this.worker = new BillingFunction(this, 'Worker', {
      entry: 'functions/workers/audit.ts',
      environment: { auditBucket: archive.bucketName },
      timeout: Duration.seconds(30),
    });
    const [ofAudit] = FilterRule.beginsWith(AUDIT_PK);
    this.worker.addEventSource(
      new DynamoEventSource(table.streamed, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        // Changes and removals, too: there must be none, and each is to be known.
        filters: [FilterCriteria.filter({ dynamodb: { Keys: { pk: { S: [ofAudit] } } } })],
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 1_000,
        onFailure: new SqsDlq(deadLetterQueue),
      }),
    );
    archive.grantAdding(this.worker);
  }
}
