import { type App, CfnOutput, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FunctionName } from '../functions/api/routes.ts';
import type { Deployment } from './deployment.ts';
import { BillingFunction, type Environment } from './function.ts';
import { BillingApi } from './http-api.ts';
import { BillingTable } from './table.ts';
import { ObjectEvents, UploadsBucket } from './uploads-bucket.ts';
import { DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** The system's stacks, in the order in which they are deployed. */
export interface BillingStacks {
  readonly data: DataStack;
  readonly ingest: IngestStack;
  readonly service: ServiceStack;
}

/** The whole system of one stage: what is kept, what comes in, what answers. */
export function billingStacks(app: App, deployment: Deployment): BillingStacks {
  const named = (part: string) => `billing-${deployment.stage}-${part}`;
  const data = new DataStack(app, named('data'), { deployment });
  const ingest = new IngestStack(app, named('ingest'), { data });
  const service = new ServiceStack(app, named('service'), { deployment, data, ingest });
  Tags.of(app).add('service', 'billing');
  Tags.of(app).add('stage', deployment.stage);
  RemovalPolicies.of(app).apply(deployment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY, {
    applyToResourceTypes: [
      'AWS::DynamoDB::Table',
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::Logs::LogGroup',
    ],
  });
  return { data, ingest, service };
}

/** What is kept: the table and the uploaded files. */
export class DataStack extends Stack {
  readonly table: BillingTable;
  readonly uploads: UploadsBucket;

  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id, { description: 'Billing: what is kept' });
    this.table = new BillingTable(this, 'Table', { deletionProtection: deployment.keepsData });
    this.uploads = new UploadsBucket(this, 'Uploads', { webOrigin: deployment.webOrigin });
    output(this, 'TableName', this.table.tableName);
    output(this, 'UploadsBucketName', this.uploads.bucket.bucketName);
  }
}

/** What comes in and is worked off behind the API: usage events and news of uploaded files. */
export class IngestStack extends Stack {
  readonly usage: WorkQueue;
  readonly uploads: WorkQueue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { data }: { readonly data: DataStack }) {
    super(scope, id, { description: 'Billing: what comes in' });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    const environment: Environment = {
      tableName: data.table.tableName,
      deadLetterQueueUrl: this.deadLetters.queueUrl,
    };
    this.usage = new WorkQueue(this, 'Usage', {
      worker: { entry: 'functions/workers/usage.ts', environment, memory: 1024 },
      deadLetterQueue: this.deadLetters,
      maxConcurrency: 50,
    });
    this.uploads = new WorkQueue(this, 'Uploads', {
      worker: { entry: 'functions/workers/uploads.ts', environment },
      deadLetterQueue: this.deadLetters,
      maxConcurrency: 20,
    });
    new ObjectEvents(this, 'ObjectEvents', {
      bucket: data.uploads.bucket,
      queue: this.uploads.queue,
      deadLetterQueue: this.deadLetters,
    });
    data.table.grantDecisions(this.usage.worker);
    data.table.grantTransactions(this.uploads.worker);
    grantSending(this.deadLetters, this.usage.worker, this.uploads.worker);
    output(this, 'UsageQueueUrl', this.usage.queue.queueUrl);
    output(this, 'UploadsQueueUrl', this.uploads.queue.queueUrl);
    output(this, 'DeadLetterQueueUrl', this.deadLetters.queueUrl);
  }
}

interface ServiceStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly ingest: IngestStack;
}

/** What answers: one function a resource of the API, each with the rights that its resource needs. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, ingest }: ServiceStackProps) {
    super(scope, id, { description: 'Billing: what answers' });
    const { tokens } = deployment;
    const onTable: Environment = { ...tokens, tableName: data.table.tableName };
    const functions = {
      ingest: this.endpoint('ingest', { ...tokens, usageQueueUrl: ingest.usage.queue.queueUrl }),
      quotas: this.endpoint('quotas', onTable),
      usage: this.endpoint('usage', onTable),
      reservations: this.endpoint('reservations', onTable),
      uploads: this.endpoint('uploads', { ...onTable, uploadsBucket: data.uploads.bucket.bucketName }),
      slots: this.endpoint('slots', onTable),
      reference: this.endpoint('reference', {}),
    } satisfies Record<FunctionName, BillingFunction>;

    data.table.grantReads(functions.quotas, functions.usage);
    data.table.grantDecisions(functions.reservations, functions.uploads, functions.slots);
    data.uploads.grantPresigning(functions.uploads);
    grantSending(ingest.usage.queue, functions.ingest);

    const api = new BillingApi(this, 'Api', { functions, deployment });
    output(this, 'ApiUrl', api.url);
    output(this, 'ApiId', api.apiId);
  }

  private endpoint(name: FunctionName, environment: Environment): BillingFunction {
    return new BillingFunction(this, name, { entry: `functions/api/${name}.ts`, environment });
  }
}

function output(stack: Stack, name: string, value: string): void {
  new CfnOutput(stack, name, { value });
}
