import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Charge } from '../../../api/queries.ts';
import { useApp } from '../../../app/context.ts';
import { PageHeading } from '../../../components/heading.tsx';
import { More } from '../../../components/more.tsx';
import { Empty, Loaded } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import { outstandingOf, shownSum } from '../queries.ts';
import { type Ages, AgeTotals } from './age-totals.tsx';
import { DebtorCard } from './debtor-card.tsx';
import { WaiveDialog } from './waive-dialog.tsx';

/** Who owes what since when, and what can be done about it. */
export function Outstanding() {
  const { t } = useTranslation();
  const { api } = useApp();
  const owed = useInfiniteQuery(outstandingOf(api));
  const [waived, setWaived] = useState<Charge | null>(null);
  return (
    <>
      <PageHeading title={t('admin.outstanding.title')} />
      <Loaded query={owed}>
        {({ pages }) => {
          const debtors = pages.flatMap(({ items }) => items);
          return (
            <>
              {pages[0] && <Sums ages={pages[0]} />}
              {debtors.length === 0 && <Empty>{t('admin.outstanding.none')}</Empty>}
              {debtors.map((debtor) => (
                <DebtorCard key={debtor.account} debtor={debtor} onWaive={setWaived} />
              ))}
            </>
          );
        }}
      </Loaded>
      <More query={owed} />
      <WaiveDialog debt={waived} onClose={() => setWaived(null)} />
    </>
  );
}

function Sums({ ages }: { readonly ages: Ages }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="rd-section" aria-labelledby="ages">
      <h2 id="ages" className="rd-heading rd-heading--2">
        {t('admin.outstanding.total', { total: format.money(shownSum(ages.total)) })}
      </h2>
      <AgeTotals ages={ages} />
    </section>
  );
}
