import '../../styles/charges.css';
import '../../styles/records.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Choice } from '../../components/choice.tsx';
import { PageHeading } from '../../components/heading.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { Adjustments } from './adjustments.tsx';
import { ChargeTable } from './charge-table.tsx';
import { Download } from './download.tsx';
import { chargesOf, type Shown } from './queries.ts';
import { statuses } from './statuses.ts';

/** Everything that was charged, paid and given back. */
export function Charges() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  const { status: shown = 'all' } = useSearch({ from: '/accounts/$account/charges' });
  const charges = useInfiniteQuery(chargesOf(api, account, shown));
  const items = useMemo(() => charges.data?.pages.flatMap(({ items }) => items) ?? [], [charges.data]);
  // A thousand rows are drawn between keys and clicks, not before they are answered.
  const drawn = useDeferredValue(items);
  return (
    <>
      <PageHeading title={t('charges.title')} />
      <Adjustments />
      <div className="row charges__tools">
        <StatusChoice shown={shown} />
        <Download shown={shown} />
      </div>
      <Loaded query={charges}>
        {() =>
          items.length === 0 ? (
            <Empty>{t(shown === 'all' ? 'charges.none' : 'charges.noneSuch')}</Empty>
          ) : (
            <>
              <p className="rd-small" role="status">
                {t(charges.hasNextPage ? 'charges.countSoFar' : 'charges.count', { count: items.length })}
              </p>
              <ChargeTable charges={drawn} />
            </>
          )
        }
      </Loaded>
      <More query={charges} />
    </>
  );
}

function StatusChoice({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const account = useAccount();
  const all = { value: 'all' as Shown, label: t('charges.all') };
  return (
    <Choice
      label={t('charges.show')}
      value={shown}
      options={[all, ...statuses.map((value) => ({ value, label: t(`charges.statuses.${value}`) }))]}
      onChange={(next) =>
        void navigate({
          to: '/accounts/$account/charges',
          params: { account },
          search: next === 'all' ? {} : { status: next },
        })
      }
    />
  );
}
