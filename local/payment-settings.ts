import { type ProviderName, providerNames } from '../functions/domain/providers.ts';
import { environmentNames, optionalSetting, type Setting } from '../functions/runtime/config.ts';

/** Required settings per provider. The local server creates the sandbox's secret itself. */
const needed: Readonly<Record<ProviderName, readonly Setting[]>> = {
  sandbox: [],
  stripe: ['stripeSecretKey', 'stripeWebhookSecret'],
};

/** Throws if the configured payment provider is unknown or lacks a setting, and names the variables to set. */
export function requirePaymentSettings(): void {
  const variable = environmentNames.paymentProvider;
  const chosen = optionalSetting('paymentProvider') ?? 'sandbox';
  const name = providerNames.find((known) => known === chosen);
  if (name === undefined)
    throw new Error(
      `${variable} is ${chosen}. Set it to ${providerNames.join(' or ')}, or unset it for the sandbox.`,
    );
  const missing = needed[name].filter((setting) => optionalSetting(setting) === undefined);
  if (missing.length === 0) return;
  const variables = missing.map((setting) => environmentNames[setting]).join(' and ');
  throw new Error(
    `${variable} is ${name}, but ${variables} ${missing.length > 1 ? 'are' : 'is'} not set. Set what is missing, or unset ${variable} for the sandbox.`,
  );
}
