import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ProviderName } from '../domain/providers.ts';
import { environmentNames, optionalSetting, type Setting } from './config.ts';

/** Where a secret is stored: an entry of Secrets Manager, or one field of its JSON. */
interface Place {
  /** The setting with the secret itself, for the local stack and tests. Never deployed. */
  readonly direct: Setting;
  /** The setting with the entry's ARN. */
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

/** The secrets of each payment provider. `signing` verifies its events. */
export const providerSecrets: Readonly<
  Record<ProviderName, { readonly key?: SecretName; readonly signing: SecretName }>
> = {
  sandbox: { signing: 'sandboxSecret' },
  stripe: { key: 'stripeSecretKey', signing: 'stripeWebhookSecret' },
};

/** How long a value is cached. A rotation takes effect after that. */
const CACHE_TTL_MS = 5 * 60_000;

interface CachedEntry {
  readonly text: Promise<string>;
  readonly until: number;
}

const cache = new Map<string, CachedEntry>();
let client: SecretsManagerClient | undefined;

/** Returns the environment variable with the secret itself. */
export const secretVariable = (name: SecretName): string => environmentNames[places[name].direct];

/** Whether the deployment has the secret. Does not read it. */
export const hasSecret = (name: SecretName): boolean =>
  optionalSetting(places[name].direct) !== undefined || optionalSetting(places[name].entry) !== undefined;

/**
 * Returns a secret. Throws if it is not configured. Costs one request to Secrets Manager per entry and five minutes.
 */
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

/** Uses the wall clock, which the local stack cannot move. Failed reads are not cached. */
function entryText(entry: string): Promise<string> {
  const known = cache.get(entry);
  if (known && Date.now() < known.until) return known.text;
  const text = readEntry(entry);
  cache.set(entry, { text, until: Date.now() + CACHE_TTL_MS });
  text.catch(() => cache.delete(entry));
  return text;
}

async function readEntry(entry: string): Promise<string> {
  client ??= new SecretsManagerClient({});
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: entry }));
  return SecretString;
}
