import { useTranslation } from 'react-i18next';
import type { Quota } from '../api/queries.ts';

const kinds = {
  ok: 'success',
  warning: 'warning',
  exceeded: 'danger',
  overage: 'info',
  blocked: 'danger',
} as const;

export function StateBadge({ state }: { readonly state: Quota['state'] }) {
  const { t } = useTranslation();
  return <span className={`rd-badge rd-badge--${kinds[state]}`}>{t(`meters.states.${state}`)}</span>;
}
