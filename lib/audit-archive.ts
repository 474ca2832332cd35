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

/** What the archive of the audit log depends on. */
export interface AuditArchiveProps {
  readonly accessLogs: IBucket;
  /** Whether archived objects are locked. Not on a stage that will be torn down. */
  readonly isLocked: boolean;
}

/** Most legal claims expire after three years. Nobody can shorten compliance mode, not even the account's root user. */
const RETENTION = Duration.days(3 * 366);

/** The archive of the audit log. Object Lock protects it from everybody. */
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

/** What copies the audit log, and its destination. */
export interface AuditTrailProps {
  readonly table: BillingTable;
  readonly archive: AuditArchive;
  /** Receives records that could not be archived. */
  readonly deadLetterQueue: Queue;
}

/** Copies the audit log to its archive. It has a stream consumer of its own, so that it cannot delay events. */
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
        // Includes changes and removals: there must be none, and each one is recorded.
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
