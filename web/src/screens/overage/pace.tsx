import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { useFormat } from '../../language/format.ts';
import { DomainEvent } from './fact.tsx';

/** What use comes to when the period ends if it goes on like this, and what that would cost if it were confirmed. */
export function Pace({ quota: { pace, period, limit, unit } }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!pace || !period) return null;
  const used = format.amount(pace.projectedUse, unit);
  return (
    <DomainEvent name={t('overage.pace', { end: format.date(period.end) })}>
      {pace.projectedUse > limit
        ? t('overage.paceBeyond', { used, cost: format.money(pace.projectedOverage) })
        : t('overage.paceWithin', { used })}
    </DomainEvent>
  );
}
