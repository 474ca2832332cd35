/** Every environment variable that a deployed function reads. Read late, so that a desk may set them first. */
const names = {
  tableName: 'TABLE_NAME',
  usageQueueUrl: 'USAGE_QUEUE_URL',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  uploadsBucket: 'UPLOADS_BUCKET',
  tokenIssuer: 'TOKEN_ISSUER',
  tokenAudience: 'TOKEN_AUDIENCE',
  jwksUrl: 'JWKS_URL',
} as const;

export type Setting = keyof typeof names;
export const environmentNames: Readonly<Record<Setting, string>> = names;

/** The value of a setting. Throws when it is missing: a function that is wired wrongly must not start. */
export function setting(key: Setting): string {
  const value = process.env[names[key]];
  if (value === undefined || value === '') throw new Error(`${names[key]} is not set`);
  return value;
}
