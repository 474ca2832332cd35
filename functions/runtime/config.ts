/** Every environment variable that a deployed function reads. Read late, so that a desk may set them first. */
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
} as const;

export type Setting = keyof typeof names;
export const environmentNames: Readonly<Record<Setting, string>> = names;

/** The value of a setting. Throws when it is missing: a function that is wired wrongly must not start. */
export function setting(key: Setting): string {
  const value = process.env[names[key]];
  if (value === undefined || value === '') throw new Error(`${names[key]} is not set`);
  return value;
}

/** The value of a setting that may be left out. */
export const optionalSetting = (key: Setting): string | undefined => process.env[names[key]] || undefined;

/** How often a queue delivers a message before it becomes a dead letter: the deployed queues, the local ones and their workers. */
export const MAX_RECEIVE_COUNT = 5;

/** Timeout in seconds of the functions that work off queues and schedules. Their time budgets and leases follow from it. */
export const WORKER_TIMEOUT = 30;

/** The source of our events on the bus: rules find them by it. */
export const BUS_SOURCE = 'real-deal.billing';

/**
 * The default number of message groups of usage events: slightly more than concurrent workers. A deployment can change it at any
 * time, because groups only avoid conflicts, and conditional writes detect them.
 */
export const USAGE_SHARDS = 64;
