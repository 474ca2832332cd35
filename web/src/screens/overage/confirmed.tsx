import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Quota } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { useFormat } from '../../language/format.ts';
import { confirmationOf } from './reading.ts';

/** How far use may go, how far it has gone, and what each part was quoted at. */
export function Confirmed({ quota: { meter, unit } }: { readonly quota: Quota }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useApp();
  const { data } = useQuery(confirmationOf(api, useAccount(), meter));
  if (!data) return <p className="overage__reserved">{t('shell.loading')}</p>;
  const { used, amount, period, tranches } = data;
  const figure = (value: number) => format.amount(value, unit);
  return (
    <div className="overage__reserved">
      <p>
        <span className="rd-badge rd-badge--info">{t('overage.confirmed')}</span> {t('overage.beyond')}:{' '}
        {t('overage.beyondOf', { used: figure(used), amount: figure(amount) })}
      </p>
      <ul className="rd-list" aria-label={t('overage.quoted')}>
        {tranches.map(({ quoteId, amount, unitPrice, total }) => (
          <li key={quoteId} className="rd-list__item">
            {t('overage.tranche', {
              amount: figure(amount),
              price: format.money(unitPrice.price),
              per: figure(unitPrice.per),
              total: format.money(total),
            })}
          </li>
        ))}
      </ul>
      <p className="rd-small">{t('overage.period', { end: format.time(period.end) })}</p>
    </div>
  );
}
