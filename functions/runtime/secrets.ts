import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { optionalSetting, type Setting } from './config.ts';

/** Where a secret is kept: an entry of Secrets Manager, as a whole or one field of its JSON. */
interface Place {
  /** Gives the value itself, on a desk and in tests. Never deployed. */
  readonly direct: Setting;
  /** Gives the entry's ARN. */
  readonly entry: Setting;
  readonly field?: string;
}

const places = {
  eventKey: { direct: 'eventKey', entry: 'eventKeyArn' },
  sandboxSecret: { direct: 'sandboxSecret', entry: 'sandboxSecretArn' },
  stripeSecretKey: { direct: 'stripeSecretKey', entry: 'stripeSecretArn', field: 'secretKey' },
  stripeWebhookSecret: { direct: 'stripeWebhookSecret', entry: 'stripeSecretArn', field: 'webhookSecret' },
} as const satisfies Record<string, Place>;

export type SecretName = keyof typeof places;

/** How long a value is used that was read: a rotation is picked up after that. */
const CACHE_TTL_MS = 5 * 60_000;

interface Kept {
  readonly text: Promise<string>;
  readonly until: number;
}

const kept = new Map<string, Kept>();
let client: SecretsManagerClient | undefined;

/** Whether this deployment has the secret, without reading it. */
export const hasSecret = (name: SecretName): boolean =>
  optionalSetting(places[name].direct) !== undefined || optionalSetting(places[name].entry) !== undefined;

/** The value of a secret. Throws when it is not set up. One request to Secrets Manager in five minutes for each entry. */
export async function secret(name: SecretName): Promise<string> {
  const place: Place = places[name];
  const direct = optionalSetting(place.direct);
  if (direct !== undefined) return direct;
  const entry = optionalSetting(place.entry);
  if (entry === undefined) throw new Error(`The secret ${name} is not set up: there is no ${place.entry}.`);
  const text = await entryText(entry);
  const value: unknown = place.field === undefined ? text : JSON.parse(text)[place.field];
  if (typeof value !== 'string' || value === '')
    throw new Error(`The secret ${name} is empty: put ${place.field ?? 'it'} into ${entry}.`);
  return value;
}

/** By the wall clock, which no desk moves. What could not be read is not kept. */
function entryText(entry: string): Promise<string> {
  const known = kept.get(entry);
  if (known && Date.now() < known.until) return known.text;
  const text = readEntry(entry);
  kept.set(entry, { text, until: Date.now() + CACHE_TTL_MS });
  text.catch(() => kept.delete(entry));
  return text;
}

async function readEntry(entry: string): Promise<string> {
  client ??= new SecretsManagerClient({});
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: entry }));
  return SecretString;
}
