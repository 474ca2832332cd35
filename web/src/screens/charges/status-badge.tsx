import { useTranslation } from 'react-i18next';
import type { Status } from './statuses.ts';

const kinds = {
  pending: 'info',
  succeeded: 'success',
  failed: 'danger',
  refunded: 'past',
  waived: 'past',
} as const;

export function ChargeBadge({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  return <span className={`rd-badge rd-badge--${kinds[status]}`}>{t(`charges.statuses.${status}`)}</span>;
}
