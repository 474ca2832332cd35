import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Loaded } from '../../components/states.tsx';
import { useFormat } from '../../language/format.ts';
import { DebtAlert } from '../charges/debt-alert.tsx';
import { QuotaCard } from './quota-card.tsx';

/** Every quota of the account: what is used, what is left, and where it comes from. */
export function Overview() {
  const { t } = useTranslation();
  const format = useFormat();
  const { api } = useApp();
  const quotas = useQuery(quotasOf(api, useAccount()));
  return (
    <>
      <PageHeading title={t('overview.title')}>
        {quotas.data && (
          <p className="rd-text rd-text--muted">
            {t('overview.asOf', { time: format.time(quotas.data.asOf) })}
          </p>
        )}
      </PageHeading>
      <DebtAlert />
      <Loaded query={quotas}>
        {({ quotas }) => (
          <ul className="cards">
            {quotas.map((quota) => (
              <QuotaCard key={quota.meter} quota={quota} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}
