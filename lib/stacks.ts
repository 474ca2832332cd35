import { type App, CfnOutput, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import { endpointsOf } from './endpoints.ts';
import { Facts } from './facts.ts';
import type { Environment } from './function.ts';
import { BillingApi } from './http-api.ts';
import { grantMailing } from './mail.ts';
import { Payments } from './payments.ts';
import { Sweep } from './schedule.ts';
import { BillingTable } from './table.ts';
import { ObjectEvents, UploadsBucket } from './uploads-bucket.ts';
import { DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** The system's stacks, in the order in which they are deployed. */
export interface BillingStacks {
  readonly data: DataStack;
  readonly ingest: IngestStack;
  readonly service: ServiceStack;
  readonly background: BackgroundStack;
}

/** The whole system of one stage: what is kept, what comes in, what answers, what happens by itself. */
export function billingStacks(app: App, deployment: Deployment): BillingStacks {
  const named = (part: string) => `billing-${deployment.stage}-${part}`;
  const data = new DataStack(app, named('data'), { deployment });
  const ingest = new IngestStack(app, named('ingest'), { data });
  const service = new ServiceStack(app, named('service'), { deployment, data, ingest });
  const background = new BackgroundStack(app, named('background'), {
    deployment,
    data,
    payments: service.payments,
  });
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
  return { data, ingest, service, background };
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
  readonly payments: Payments;

  constructor(scope: Construct, id: string, { deployment, data, ingest }: ServiceStackProps) {
    super(scope, id, { description: 'Billing: what answers' });
    this.payments = new Payments(this, 'Payments', { deployment, deadLetterQueue: ingest.deadLetters });
    const functions = endpointsOf(this, {
      deployment,
      table: data.table,
      uploads: data.uploads,
      usage: ingest.usage,
      payments: this.payments,
    });
    const api = new BillingApi(this, 'Api', { functions, deployment });
    this.payments.reportTo(api.endpoint);
    output(this, 'ApiUrl', api.url);
    output(this, 'ApiId', api.apiId);
  }
}

interface BackgroundStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly payments: Payments;
}

/** What happens by itself: what is due is done, and what has happened is told. */
export class BackgroundStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, payments }: BackgroundStackProps) {
    super(scope, id, { description: 'Billing: what happens by itself' });
    const { mailSender } = deployment;
    // Of its own: rules may send only to queues that know them, and a stack cannot know one that comes after it.
    const deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters');
    const environment: Environment = { tableName: data.table.tableName, mailSender };
    const due = new WorkQueue(this, 'Due', {
      worker: {
        entry: 'functions/workers/due.ts',
        environment: { ...environment, ...payments.environment },
      },
      deadLetterQueue,
      maxConcurrency: 20,
    });
    const webhooks = new WorkQueue(this, 'Webhooks', {
      worker: { entry: 'functions/workers/webhooks.ts', environment },
      deadLetterQueue,
      maxConcurrency: 50,
    });
    const mail = new WorkQueue(this, 'Mail', {
      worker: { entry: 'functions/workers/mail.ts', environment },
      deadLetterQueue,
      maxConcurrency: 5,
    });
    new Sweep(this, 'Sweep', { table: data.table, due });
    new Facts(this, 'Facts', {
      table: data.table,
      listeners: { Webhooks: webhooks.queue, Mail: mail.queue },
      deadLetterQueue,
    });
    data.table.grantTransactions(due.worker);
    data.table.grantDueReads(due.worker);
    data.table.grantDecisions(webhooks.worker, mail.worker);
    payments.grantPaying(due.worker);
    grantMailing(this, mailSender, due.worker, webhooks.worker, mail.worker);
    output(this, 'DeadLetterQueueUrl', deadLetterQueue.queueUrl);
  }
}

function output(stack: Stack, name: string, value: string): void {
  new CfnOutput(stack, name, { value });
}
