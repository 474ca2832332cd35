/**
 * Every environment variable that a deployed function reads. Read on use, so that the local stack can set them first.
 */
const names = {
  tableName: 'TABLE_NAME',
  usageQueueUrl: 'USAGE_QUEUE_URL',
  usageShards: 'USAGE_SHARDS',
  usageDeadLetterQueueUrl: 'USAGE_DEAD_LETTER_QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  watchedWorkQueues: 'WATCHED_WORK_QUEUES',
  watchedDeadLetters: 'WATCHED_DEAD_LETTERS',
  uploadsBucket: 'UPLOADS_BUCKET',
  themesBucket: 'THEMES_BUCKET',
  archiveBucket: 'ARCHIVE_BUCKET',
  auditBucket: 'AUDIT_BUCKET',
  accountPaths: 'ACCOUNT_PATHS',
  tokenIssuer: 'TOKEN_ISSUER',
  tokenAudience: 'TOKEN_AUDIENCE',
  jwksUrl: 'JWKS_URL',
  eventBusName: 'EVENT_BUS_NAME',
  dueQueueUrl: 'DUE_QUEUE_URL',
  deliveryQueueUrl: 'DELIVERY_QUEUE_URL',
  sandboxQueueUrl: 'SANDBOX_QUEUE_URL',
  paymentProvider: 'PAYMENT_PROVIDER',
  publicUrl: 'PUBLIC_URL',
  eventKey: 'EVENT_KEY',
  eventKeyArn: 'EVENT_KEY_ARN',
  sandboxSecret: 'SANDBOX_SECRET',
  stripeSecretKey: 'STRIPE_SECRET_KEY',
  stripeWebhookSecret: 'STRIPE_WEBHOOK_SECRET',
  sandboxSecretArn: 'SANDBOX_SECRET_ARN',
  stripeSecretArn: 'STRIPE_SECRET_ARN',
  stripeApiUrl: 'STRIPE_API_URL',
  mailSender: 'MAIL_SENDER',
  mailConfigurationSet: 'MAIL_CONFIGURATION_SET',
  allowLoopbackWebhooks: 'ALLOW_LOOPBACK_WEBHOOKS',
  dueShards: 'DUE_SHARDS',
  dailySpreadMinutes: 'DAILY_SPREAD_MINUTES',
} as const;

export type Setting = keyof typeof names;
export const environmentNames: Readonly<Record<Setting, string>> = names;

/** Returns a setting. Throws if it is missing, so that a misconfigured function fails early. */
export function setting(key: Setting): string {
  const value = process.env[names[key]];
  if (value === undefined || value === '') throw new Error(`${names[key]} is not set`);
  return value;
}

/** Returns an optional setting. */
export const optionalSetting = (key: Setting): string | undefined => process.env[names[key]] || undefined;

/**
 * How often a queue delivers a message before it moves it to the dead-letter queue. Applies to the deployed queues, the
 * local ones and their workers.
 */
export const MAX_RECEIVE_COUNT = 5;

/** Timeout in seconds of the functions behind queues and schedules. Their time budgets and leases derive from it. */
export const WORKER_TIMEOUT = 30;

/** The default number of shards of scheduled tasks: enough for the midnight of 10^8 accounts. */
export const DUE_SHARDS = 768;
/** The default number of minutes after midnight over which the daily tasks of all accounts are spread. */
export const DAILY_SPREAD_MINUTES = 220;
/** The maximum number of concurrent workers of scheduled tasks. Each has 15 seconds per minute and shard. */
export const DUE_WORKERS = 192;

/** The number of shards of scheduled tasks. It can be raised; lowering it would lose tasks. */
export const dueShards = (): number => Number(optionalSetting('dueShards') ?? DUE_SHARDS);

export const dailySpreadMinutes = (): number =>
  Number(optionalSetting('dailySpreadMinutes') ?? DAILY_SPREAD_MINUTES);

/** The source of our events on the bus. Rules match it. */
export const BUS_SOURCE = 'real-deal.billing';

/**
 * The default number of message groups of usage events: slightly more than concurrent workers. A deployment can change it at any
 * time, because groups only avoid conflicts, and conditional writes detect them.
 */
export const USAGE_SHARDS = 64;
