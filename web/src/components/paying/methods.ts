import { useApp } from '../../app/context.ts';

export const methods = ['sandbox_ok', 'sandbox_declined', 'sandbox_async', 'checkout'] as const;
export type Method = (typeof methods)[number];

/** How one can pay here: in the ways of the sandbox, or on the provider's page. */
export function useMethods(): readonly [Method, ...Method[]] {
  const { session } = useApp();
  return session.payments === 'sandbox' ? ['sandbox_ok', 'sandbox_declined', 'sandbox_async'] : ['checkout'];
}
