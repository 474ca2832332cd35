import '../../styles/creator.css';
import '../../styles/earnings.css';
import '../../styles/records.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { PageHeading } from '../../components/heading.tsx';
import { More } from '../../components/more.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { BalanceView } from './balance.tsx';
import { Caps } from './caps.tsx';
import { earningsOf } from './earning-queries.ts';
import { EarningTable } from './earning-table.tsx';
import { PayoutAccount } from './payout-account.tsx';
import { Payouts } from './payouts.tsx';
import { Statement } from './statement.tsx';
import { Tiers } from './tiers.tsx';
import { CreatorWays } from './ways.tsx';

/** What a creator has of the sales, how it is shared, and how it is paid out. */
export function Earnings() {
  const { t } = useTranslation();
  const { api } = useApp();
  const earnings = useInfiniteQuery(earningsOf(api, useAccount()));
  return (
    <>
      <PageHeading title={t('earnings.title')}>
        <Statement />
      </PageHeading>
      <CreatorWays />
      <Loaded query={earnings}>
        {({ pages }) => {
          const [latest] = pages;
          if (!latest) return null;
          const lines = pages.flatMap(({ items }) => items);
          const caps = new Map(pages.flatMap(({ themes }) => themes).map((cap) => [cap.themeId, cap]));
          return (
            <>
              <BalanceView balance={latest.balance} least={latest.terms.leastPayout} />
              <Tiers year={latest.year} terms={latest.terms} />
              <Caps year={latest.year} caps={[...caps.values()]} lines={lines} />
              <section className="rd-section">
                <h2 id="lines" className="rd-heading rd-heading--2">
                  {t('earnings.lines')}
                </h2>
                {lines.length === 0 ? <Empty>{t('earnings.none')}</Empty> : <EarningTable lines={lines} />}
                <More query={earnings} />
              </section>
            </>
          );
        }}
      </Loaded>
      <PayoutAccount />
      <Payouts />
    </>
  );
}
