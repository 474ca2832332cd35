import { randomBytes } from 'node:crypto';
import { environmentNames, USAGE_SHARDS } from '../functions/runtime/config.ts';
import { log } from '../functions/runtime/log.ts';

/** The data directory's name for a local stack in memory. */
export const IN_MEMORY = ':memory:';
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
export const TABLE = 'real-deal-billing';
export const UPLOADS_BUCKET = 'uploads';
export const THEMES_BUCKET = 'themes';
/** Log files put into this bucket are counted. */
export const ACCESS_LOGS_BUCKET = 'access-logs';
/** The bucket to which the audit log is copied. */
export const AUDIT_BUCKET = 'audit';
/** The bucket for counted events. Filled only if ARCHIVE_BUCKET names it. */
export const ARCHIVE_BUCKET = 'archive';
export const TOKEN_AUDIENCE = 'real-deal-billing';
export const EVENT_BUS = 'domain-events';
/** An identifier, not an address: tokens stay valid when the local stack restarts on another port. */
export const TOKEN_ISSUER = 'https://desk.real-deal.dev';
const MAIL_SENDER = 'billing@desk.real-deal.dev';
export const CREDENTIALS = { accessKeyId: 'desk', secretAccessKey: 'desk-secret' } as const;

export const queueUrl = (desk: string, name: string): string => `${desk}/sqs/${ACCOUNT}/${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** Creates a secret for signing events, in the format of Standard Webhooks. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

interface Surroundings {
  /** The local stack's own address. */
  readonly desk: string;
  readonly dynamodb: string;
  readonly sandboxSecret?: string;
  readonly eventKey?: string;
  /** The queues that a worker empties, by their full names. */
  readonly queues?: readonly string[];
}

/**
 * Sets the environment of the deployed functions as CDK does, and points the AWS SDK at the local stack. Call it before
 * importing handlers, because they create their clients on import.
 */
export function setEnvironment(at: Surroundings): void {
  // A developer's own profile and session would override the local stack's credentials.
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL', 'POWERTOOLS_DEV'])
    delete process.env[name];
  if (process.env.LOG_LEVEL === undefined) {
    process.env.LOG_LEVEL = 'WARN';
    // The logger was created before the level was known.
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
    // Few accounts: what is due together is done together, so that a move of the clock has few stops.
    [environmentNames.dueShards]: '16',
    [environmentNames.dailySpreadMinutes]: '0',
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
