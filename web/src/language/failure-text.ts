import { useTranslation } from 'react-i18next';

interface Failed {
  readonly type: string;
  readonly failure: string | null;
}

/** Why a charge failed: in the provider's words where the page speaks its language. Null when it did not. */
export function useFailureText(): (charge: Failed) => string | null {
  const { t } = useTranslation();
  return ({ type, failure }) =>
    failure && t(`charges.failures.${type === 'refund' ? 'refund' : 'payment'}`, { failure });
}
