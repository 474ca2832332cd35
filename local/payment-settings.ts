import { providerNames } from '../functions/domain/providers.ts';
import { environmentNames, optionalSetting } from '../functions/runtime/config.ts';
import { hasSecret, providerSecrets, secretVariable } from '../functions/runtime/secrets.ts';

/**
 * Throws if the configured payment provider is unknown or lacks a setting, and names the variables to set. The local
 * server creates the sandbox's secret itself.
 */
export function requirePaymentSettings(): void {
  const variable = environmentNames.paymentProvider;
  const chosen = optionalSetting('paymentProvider') ?? 'sandbox';
  const name = providerNames.find((known) => known === chosen);
  if (name === undefined)
    throw new Error(
      `${variable} is ${chosen}. Set it to ${providerNames.join(' or ')}, or unset it for the sandbox.`,
    );
  if (name === 'sandbox') return;
  const missing = Object.values(providerSecrets[name]).filter((secret) => !hasSecret(secret));
  if (missing.length === 0) return;
  const variables = missing.map(secretVariable).join(' and ');
  throw new Error(
    `${variable} is ${name}, but ${variables} ${missing.length > 1 ? 'are' : 'is'} not set. Set what is missing, or unset ${variable} for the sandbox.`,
  );
}
