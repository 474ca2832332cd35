import { type ProviderName, providerNames } from '../../domain/providers.ts';
import { optionalSetting } from '../../runtime/config.ts';
import { hasSecret, type SecretName, secret } from '../../runtime/secrets.ts';
import type { PaymentProvider } from './provider.ts';
import { sandbox } from './sandbox.ts';

/** The provider of that name: also one that is no longer chosen still has payments of ours. Throws when it is not set up. */
export const providerNamed = (name: ProviderName): Promise<PaymentProvider> => providers[name]();

/** Whether events of that provider can be verified here. Reads settings only, so a secret that cannot be read is no refusal. */
export const isSetUp = (name: ProviderName): boolean => hasSecret(signingSecrets[name]);

const signingSecrets = {
  sandbox: 'sandboxSecret',
  stripe: 'stripeWebhookSecret',
} as const satisfies Record<ProviderName, SecretName>;

/** The provider that new payments go to: the setting says which, and is the sandbox where it says nothing. */
export async function chosenProvider(): Promise<PaymentProvider> {
  const chosen = optionalSetting('paymentProvider') ?? 'sandbox';
  const name = providerNames.find((known) => known === chosen);
  if (!name)
    throw new Error(`There is no payment provider ${chosen}; there are ${providerNames.join(', ')}.`);
  return providerNamed(name);
}

const providers: Readonly<Record<ProviderName, () => Promise<PaymentProvider>>> = {
  sandbox: async () => sandbox,
  // Its SDK is loaded by the first that needs it: most functions never do. What is loaded so must not itself load
  // the secrets: a bundle would keep every command of their client.
  stripe: async () => (await import('./stripe.ts')).stripeProvider(secret),
};
