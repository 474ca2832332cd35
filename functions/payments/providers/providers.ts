import { type ProviderName, providerNames } from '../../domain/providers.ts';
import { optionalSetting } from '../../runtime/config.ts';
import { hasSecret, providerSecrets, secret } from '../../runtime/secrets.ts';
import type { PaymentProvider } from './provider.ts';
import { sandbox } from './sandbox.ts';

/**
 * Returns a provider by name, including one that is no longer chosen but has earlier payments. Throws if it is not
 * configured.
 */
export const requireProvider = (name: ProviderName): Promise<PaymentProvider> => providers[name]();

/**
 * Whether events of a provider can be verified. Reads settings only, so that an unreadable secret is an error and not a
 * refusal.
 */
export const isSetUp = (name: ProviderName): boolean => hasSecret(providerSecrets[name].signing);

/** Returns the provider for new payments from the settings; the default is the sandbox. */
export async function chosenProvider(): Promise<PaymentProvider> {
  const chosen = optionalSetting('paymentProvider') ?? 'sandbox';
  const name = providerNames.find((known) => known === chosen);
  if (!name)
    throw new Error(`There is no payment provider ${chosen}; there are ${providerNames.join(', ')}.`);
  return requireProvider(name);
}

const providers: Readonly<Record<ProviderName, () => Promise<PaymentProvider>>> = {
  sandbox: async () => sandbox,
  // The first call loads the SDK, because most functions never need it. A module loaded like this must not load the
  // secrets itself, or the bundle would contain every command of their client.
  stripe: async () => (await import('./stripe.ts')).stripeProvider(secret),
};
