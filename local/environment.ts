import { randomBytes } from 'node:crypto';
import { environmentNames, USAGE_SHARDS } from '../functions/runtime/config.ts';
import { log } from '../functions/runtime/log.ts';

/** The data directory's name for a desk that keeps nothing. */
export const IN_MEMORY = ':memory:';
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
export const TABLE = 'real-deal-billing';
export const UPLOADS_BUCKET = 'uploads';
export const THEMES_BUCKET = 'themes';
/** A log file that is put here is counted. */
export const ACCESS_LOGS_BUCKET = 'access-logs';
/** Where each line of the audit log is copied to. */
export const AUDIT_BUCKET = 'audit';
/** There, but filled only where ARCHIVE_BUCKET names it. */
export const ARCHIVE_BUCKET = 'archive';
export const TOKEN_AUDIENCE = 'real-deal-billing';
export const EVENT_BUS = 'domain-events';
/** A name, not an address: tokens stay good when the desk comes back on another port. */
export const TOKEN_ISSUER = 'https://desk.real-deal.dev';
export const MAIL_SENDER = 'billing@desk.real-deal.dev';
export const CREDENTIALS = { accessKeyId: 'desk', secretAccessKey: 'desk-secret' } as const;

export const queueUrl = (desk: string, name: string): string => `${desk}/sqs/${ACCOUNT}/${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** A secret to sign events with, in the form of Standard Webhooks. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

interface Surroundings {
  /** The desk's own address. */
  readonly desk: string;
  readonly dynamodb: string;
  readonly sandboxSecret?: string;
  readonly eventKey?: string;
  /** The queues that a worker empties, by their full names. */
  readonly queues?: readonly string[];
}

/**
 * What CDK sets for the deployed functions, and what points the AWS SDK at the desk. Call it before the
 * handlers are imported: they make their clients then.
 */
export function setEnvironment(at: Surroundings): void {
  // A developer's own profile and session would win over the desk's credentials.
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'POWERTOOLS_DEV'])
    delete process.env[name];
  if (process.env.LOG_LEVEL === undefined) {
    process.env.LOG_LEVEL = 'WARN';
    // This logger was made before anyone could say so.
    log.setLogLevel('WARN');
  }
  Object.assign(process.env, {
    [environmentNames.tableName]: TABLE,
    [environmentNames.usageQueueUrl]: queueUrl(at.desk, 'usage.fifo'),
    [environmentNames.usageShards]: process.env[environmentNames.usageShards] || String(USAGE_SHARDS),
    [environmentNames.usageDeadLetterQueueUrl]: queueUrl(at.desk, 'usage-dead-letters.fifo'),
    [environmentNames.deadLetterQueueUrl]: queueUrl(at.desk, 'dead-letters'),
    [environmentNames.watchedWorkQueues]: watched(at.desk, at.queues ?? []),
    [environmentNames.watchedDeadLetters]: watched(at.desk, ['dead-letters', 'usage-dead-letters.fifo']),
    [environmentNames.uploadsBucket]: UPLOADS_BUCKET,
    [environmentNames.themesBucket]: THEMES_BUCKET,
    [environmentNames.auditBucket]: AUDIT_BUCKET,
    [environmentNames.tokenIssuer]: TOKEN_ISSUER,
    [environmentNames.tokenAudience]: TOKEN_AUDIENCE,
    [environmentNames.jwksUrl]: `${at.desk}/.well-known/jwks.json`,
    [environmentNames.eventBusName]: EVENT_BUS,
    [environmentNames.dueQueueUrl]: queueUrl(at.desk, 'due'),
    [environmentNames.deliveryQueueUrl]: queueUrl(at.desk, 'deliveries'),
    [environmentNames.sandboxQueueUrl]: queueUrl(at.desk, 'sandbox'),
    [environmentNames.paymentProvider]: process.env[environmentNames.paymentProvider] || 'sandbox',
    [environmentNames.publicUrl]: at.desk,
    [environmentNames.sandboxSecret]: at.sandboxSecret ?? newSigningSecret(),
    [environmentNames.eventKey]: at.eventKey ?? newSigningSecret(),
    [environmentNames.mailSender]: MAIL_SENDER,
    [environmentNames.allowLoopbackWebhooks]: 'true',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamodb,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: at.dynamodb,
    AWS_ENDPOINT_URL_SQS: `${at.desk}/sqs`,
    AWS_ENDPOINT_URL_S3: `${at.desk}/s3`,
    AWS_ENDPOINT_URL_EVENTBRIDGE: `${at.desk}/events`,
    AWS_ENDPOINT_URL_SESV2: `${at.desk}/ses`,
    AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
}

const watched = (desk: string, names: readonly string[]): string =>
  names.map((name) => `${name.replace(/\.fifo$/, '')}=${queueUrl(desk, name)}`).join(' ');
