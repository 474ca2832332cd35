import { type App, Aws, CfnOutput, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { DUE_WORKERS } from '../functions/runtime/config.ts';
import { allOf } from './all-of.ts';
import { Archive } from './archive.ts';
import { AuditArchive, AuditTrail } from './audit-archive.ts';
import { accessLogsIn } from './buckets.ts';
import { DeliveryLogs } from './delivery-logs.ts';
import type { Deployment, TokenTrust } from './deployment.ts';
import { DomainEvents } from './domain-events.ts';
import { endpointsOf } from './endpoints.ts';
import { EventKey } from './event-key.ts';
import { BillingFunction, type Environment } from './function.ts';
import { BillingApi } from './http-api.ts';
import { Mail } from './mail.ts';
import { MediaUsage } from './media-usage.ts';
import { ObservabilityStack } from './observability.ts';
import { Payments } from './payments.ts';
import { SchedulerTick } from './schedule.ts';
import { acknowledgeRules } from './suppressions.ts';
import { BillingTable } from './table.ts';
import { ThemeValidation } from './theme-validation.ts';
import { ThemesBucket } from './themes-bucket.ts';
import { ObjectEvents, UploadsBucket } from './uploads-bucket.ts';
import { UsageQueue } from './usage-queue.ts';
import { Users } from './users.ts';
import { watchedQueues } from './watched-queues.ts';
import { WebStack } from './web.ts';
import { Webhooks } from './webhooks.ts';
import { DeadLetterQueue, grantSending, WorkQueue } from './work-queue.ts';

/** The stacks, in the order of their deployment. */
export interface BillingStacks {
  readonly data: DataStack;
  readonly ingest: IngestStack;
  readonly background: BackgroundStack;
  readonly service: ServiceStack;
  readonly web: WebStack;
  readonly observability: ObservabilityStack;
}

/** Resources that dev deletes with their stack, and other stages retain. */
const kept = [
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::Logs::LogGroup',
  'AWS::Cognito::UserPool',
  'AWS::SecretsManager::Secret',
];

/** All stacks of one stage: data, ingestion, background jobs, API, web and observability. */
export function billingStacks(app: App, deployment: Deployment): BillingStacks {
  const named = (part: string) => `billing-${deployment.stage}-${part}`;
  const data = new DataStack(app, named('data'), { deployment });
  const ingest = new IngestStack(app, named('ingest'), { deployment, data });
  const { payments } = ingest;
  const background = new BackgroundStack(app, named('background'), { deployment, data, payments });
  const service = new ServiceStack(app, named('service'), { deployment, data, ingest, background });
  const { api } = service;
  const web = new WebStack(app, named('web'), {
    deployment,
    apiHost: api.host,
    otherOrigins: data.browserOrigins,
  });
  const core = [data, ingest, background, service];
  const observability = new ObservabilityStack(app, named('observability'), {
    deployment,
    table: data.table.watched,
    api: api.api,
    functions: allOf(core, BillingFunction),
    queues: allOf(core, WorkQueue),
    deadLetters: allOf(core, DeadLetterQueue),
    domainEvents: background.domainEvents,
    audit: background.audit,
    scheduler: background.scheduler,
  });
  Tags.of(app).add('service', 'billing');
  Tags.of(app).add('stage', deployment.stage);
  RemovalPolicies.of(app).apply(deployment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY, {
    applyToResourceTypes: kept,
  });
  acknowledgeRules(app, deployment.stage);
  return { data, ingest, background, service, web, observability };
}

/** Data: the table, uploaded files, themes and users. */
class DataStack extends Stack {
  readonly table: BillingTable;
  readonly eventKey: EventKey;
  readonly uploads: UploadsBucket;
  readonly themes: ThemesBucket;
  readonly archive: Archive;
  readonly audit: AuditArchive;
  readonly deliveryLogs: DeliveryLogs;
  readonly trust: TokenTrust;
  /** Origins besides the API to which pages connect. */
  readonly browserOrigins: readonly string[];

  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id, { description: 'Billing: data', terminationProtection: deployment.keepsData });
    const { keepsData, webOrigin, issuer } = deployment;
    this.table = new BillingTable(this, 'Table', { deletionProtection: keepsData });
    this.eventKey = new EventKey(this, 'EventKey');
    const accessLogs = accessLogsIn(this);
    this.uploads = new UploadsBucket(this, 'Uploads', { webOrigin, accessLogs });
    this.themes = new ThemesBucket(this, 'Themes', { webOrigin, accessLogs });
    this.archive = new Archive(this, 'Archive', { accessLogs });
    this.audit = new AuditArchive(this, 'Audit', { accessLogs, isLocked: keepsData });
    this.deliveryLogs = new DeliveryLogs(this, 'DeliveryLogs', { accessLogs });
    output(this, 'TableName', this.table.tableName);
    output(this, 'UploadsBucketName', this.uploads.bucket.bucketName);
    output(this, 'ThemesBucketName', this.themes.bucket.bucketName);
    output(this, 'ArchiveBucketName', this.archive.bucketName);
    output(this, 'AuditBucketName', this.audit.bucketName);
    output(this, 'DeliveryLogsBucketName', this.deliveryLogs.bucket.bucketName);
    const storage = [this.uploads, this.themes].flatMap(({ bucket }) => addressesOf(bucket));
    if (issuer) {
      this.trust = issuer;
      this.browserOrigins = storage;
      return;
    }
    const users = new Users(this, 'Users', { deployment, table: this.table });
    this.trust = users.trust;
    this.browserOrigins = [...storage, users.signInUrl, users.issuerOrigin];
    output(this, 'TokenIssuer', users.trust.tokenIssuer);
    output(this, 'SignInUrl', users.signInUrl);
    output(this, 'PeopleClientId', users.peopleClientId);
    output(this, 'MachineClientId', users.machineClientId);
  }
}

interface IngestStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
}

/** Ingestion: queues and workers for usage events, uploaded files, theme packages and payments. */
class IngestStack extends Stack {
  readonly usage: UsageQueue;
  readonly uploads: WorkQueue;
  readonly deadLetters: DeadLetterQueue;
  readonly payments: Payments;

  constructor(scope: Construct, id: string, { deployment, data }: IngestStackProps) {
    super(scope, id, { description: 'Billing: ingestion', terminationProtection: deployment.keepsData });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    const environment: Environment = {
      tableName: data.table.tableName,
      deadLetterQueueUrl: this.deadLetters.queueUrl,
    };
    const { table, eventKey, archive, deliveryLogs } = data;
    this.usage = new UsageQueue(this, 'Usage', { table, eventKey, archive, shards: deployment.usageShards });
    this.uploads = new WorkQueue(this, 'Uploads', {
      worker: { entry: 'functions/workers/uploads.ts', environment },
      deadLetterQueue: this.deadLetters,
      maxConcurrency: 20,
    });
    new ThemeValidation(this, 'Themes', { data, deadLetterQueue: this.deadLetters });
    new ObjectEvents(this, 'ObjectEvents', {
      bucket: data.uploads.bucket,
      queue: this.uploads.queue,
      deadLetterQueue: this.deadLetters,
    });
    table.grant(this.uploads.worker);
    const { usage, deadLetters: deadLetterQueue } = this;
    new MediaUsage(this, 'Media', { table, eventKey, archive, deliveryLogs, usage, deadLetterQueue });
    this.payments = new Payments(this, 'Payments', { deployment, deadLetterQueue });
    grantSending(this.deadLetters, this.uploads.worker);
    output(this, 'UsageQueueUrl', usage.queue.queueUrl);
    output(this, 'UsageDeadLetterQueueUrl', usage.deadLetters.queueUrl);
    output(this, 'UploadsQueueUrl', this.uploads.queue.queueUrl);
    output(this, 'DeadLetterQueueUrl', this.deadLetters.queueUrl);
  }
}

interface ServiceStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly ingest: IngestStack;
  readonly background: BackgroundStack;
}

/** API: one function per resource, each with the rights that it needs. */
class ServiceStack extends Stack {
  readonly api: BillingApi;

  constructor(scope: Construct, id: string, { deployment, data, ingest, background }: ServiceStackProps) {
    super(scope, id, { description: 'Billing: API', terminationProtection: deployment.keepsData });
    const functions = endpointsOf(this, {
      deployment,
      trust: data.trust,
      table: data.table,
      eventKey: data.eventKey,
      uploads: data.uploads,
      themes: data.themes,
      archive: data.archive,
      usage: ingest.usage,
      payments: ingest.payments,
      mail: background.mail,
      watched: watchedQueues(ingest, background, ingest.payments.sandboxQueue),
    });
    this.api = new BillingApi(this, 'Api', { functions, deployment });
    ingest.payments.reportTo(this, this.api.endpoint);
    output(this, 'ApiUrl', `${this.api.endpoint}/`);
    output(this, 'ApiId', this.api.api.apiId);
    output(this, 'PaymentProvider', deployment.paymentProvider);
    if (this.api.aliasTarget !== undefined) output(this, 'ApiAliasTarget', this.api.aliasTarget);
  }
}

interface BackgroundStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly payments: Payments;
}

/** Background jobs: scheduled tasks, and the publishing of domain events. */
class BackgroundStack extends Stack {
  readonly domainEvents: DomainEvents;
  readonly audit: AuditTrail;
  readonly scheduler: SchedulerTick;
  readonly deadLetters: DeadLetterQueue;
  /** Undefined without a sender. */
  readonly mail: Mail | undefined;

  constructor(scope: Construct, id: string, { deployment, data, payments }: BackgroundStackProps) {
    super(scope, id, {
      description: 'Billing: background jobs',
      terminationProtection: deployment.keepsData,
    });
    // A queue of its own, because rules may send only to queues that name them, and an earlier stack's queue cannot
    // name later rules.
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    const deadLetterQueue = this.deadLetters;
    const { mailSender: sender } = deployment;
    if (sender !== undefined)
      this.mail = new Mail(this, 'SentMail', { sender, table: data.table, deadLetterQueue });
    const environment: Environment = { tableName: data.table.tableName };
    const mailing: Environment = { ...environment, ...this.mail?.environment };
    const due = new WorkQueue(this, 'Due', {
      worker: {
        entry: 'functions/workers/due.ts',
        environment: { ...environment, ...payments.environment },
        // A whole CPU: eight concurrent tasks keep it busy.
        memory: 1_769,
      },
      deadLetterQueue,
      maxConcurrency: DUE_WORKERS,
      // One shard takes a worker's whole time, so other shards must not wait in its batch.
      batchSize: 1,
    });
    const webhooks = new Webhooks(this, 'Webhooks', { environment, mailing, deadLetterQueue });
    const mail =
      this.mail &&
      new WorkQueue(this, 'Mail', {
        worker: { entry: 'functions/workers/mail.ts', environment: mailing },
        deadLetterQueue,
        maxConcurrency: 5,
      });
    const { deliveries, ofAccounts, ofPlatform } = webhooks;
    this.scheduler = new SchedulerTick(this, 'Scheduler', { table: data.table, due, deliveries });
    this.domainEvents = new DomainEvents(this, 'DomainEvents', {
      table: data.table,
      listeners: {
        Webhooks: ofAccounts.queue,
        PlatformWebhooks: ofPlatform.queue,
        ...(mail && { Mail: mail.queue }),
      },
      deadLetterQueue,
    });
    this.audit = new AuditTrail(this, 'Audit', { table: data.table, archive: data.audit, deadLetterQueue });
    const sending = [deliveries.worker, ...(mail ? [mail.worker] : [])];
    data.table.grant(due.worker, ofAccounts.worker, ofPlatform.worker, ...sending);
    payments.grantPaying(due.worker);
    this.mail?.grantSending(...sending);
    output(this, 'DeadLetterQueueUrl', deadLetterQueue.queueUrl);
  }
}

/** Returns how pages reach a bucket with signed forms and links, as sources of a Content-Security-Policy. */
function addressesOf({ bucketName }: Bucket): string[] {
  const address = `https://s3.${Aws.REGION}.${Aws.URL_SUFFIX}/${bucketName}`;
  // Forms are posted to the bucket's URL; links have a path below it.
  return [address, `${address}/`];
}

function output(stack: Stack, name: string, value: string): void {
  new CfnOutput(stack, name, { value });
}
