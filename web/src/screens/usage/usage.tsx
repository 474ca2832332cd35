import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Quota, quotasOf } from '../../api/queries.ts';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { Loaded } from '../../components/states.tsx';
import { Controls } from './controls.tsx';
import { CounterChart } from './counter-chart.tsx';
import { LevelChart } from './level-chart.tsx';
import { viewOf } from './view.ts';
import '../../styles/usage.css';

/** What was used when: hour by hour, day by day, month by month, and against what limit. */
export function Usage() {
  const { t } = useTranslation();
  const { api } = useApp();
  const quotas = useQuery(quotasOf(api, useAccount()));
  return (
    <>
      <PageHeading title={t('usage.title')}>
        <p className="rd-text rd-text--muted">{t('usage.utc')}</p>
      </PageHeading>
      <Loaded query={quotas}>{({ quotas, asOf }) => <Shown quotas={quotas} asOf={asOf} />}</Loaded>
    </>
  );
}

function Shown({ quotas, asOf }: { readonly quotas: readonly Quota[]; readonly asOf: string }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/accounts/$account/usage' });
  const view = viewOf(search, quotas, asOf);
  if (view === null) return null;
  const { quota, by, span } = view;
  const isBackwards = span.to <= span.from;
  return (
    <>
      <Controls view={view} quotas={quotas} />
      <div className="rd-card usage">
        {isBackwards ? (
          <p role="alert">{t('usage.backwards')}</p>
        ) : by === 'total' || quota.kind !== 'counter' ? (
          <LevelChart view={view} asOf={asOf} />
        ) : (
          <CounterChart view={view} step={by} />
        )}
      </div>
    </>
  );
}
