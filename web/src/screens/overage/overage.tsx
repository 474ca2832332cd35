import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { MeterCard } from './meter-card.tsx';
import '../../styles/overage.css';

/** How far each meter may go beyond its limit, what that costs, and how to change it. */
export function Overage() {
  const { t } = useTranslation();
  const { api } = useApp();
  const { meter: wanted } = useSearch({ from: '/accounts/$account/overage' });
  const quotas = useQuery(quotasOf(api, useAccount()));
  const { dataUpdatedAt } = quotas;
  const [said, setSaid] = useState('');
  return (
    <>
      <PageHeading title={t('overage.title')} />
      <p className="rd-text">{t('overage.lead')}</p>
      <div role="status" className="overage-said">
        {said !== '' && <div className="rd-alert rd-alert--success">{said}</div>}
      </div>
      <Loaded query={quotas}>
        {({ quotas, asOf }) => {
          // A quote ends by the service's clock, which need not be this machine's.
          const ahead = Date.parse(asOf) - dataUpdatedAt;
          const metered = quotas.filter(({ kind }) => kind !== 'slots');
          if (metered.length === 0) return <Empty>{t('overage.none')}</Empty>;
          return (
            <ul className="cards">
              {metered.map((quota) => (
                <MeterCard
                  key={quota.meter}
                  quota={quota}
                  ahead={ahead}
                  isWanted={quota.meter === wanted}
                  onDone={setSaid}
                />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </>
  );
}
