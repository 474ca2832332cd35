import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { Choice } from '../../../components/choice.tsx';
import { PageHeading } from '../../../components/heading.tsx';
import { Loaded, Waiting } from '../../../components/states.tsx';
import { useToday } from '../platform.ts';
import { type Granularity, revenueOf } from '../queries.ts';
import { isShownByDay, type Range, spanOf } from '../range.ts';
import { RangeControls } from '../range-controls.tsx';
import { RevenueByType } from './by-type.tsx';
import { RevenueChart } from './revenue-chart.tsx';
import type { RevenueSearch } from './search.ts';
import { Totals } from './totals.tsx';

const usualBy: Readonly<Record<Range, Granularity>> = {
  days30: 'day',
  days90: 'day',
  months12: 'month',
  chosen: 'day',
};

/** What came in, what was given back, and what of it is the creators'. */
export function Revenue() {
  const { t } = useTranslation();
  const today = useToday();
  return (
    <>
      <PageHeading title={t('admin.revenue.title')}>
        <p className="rd-text rd-text--muted">{t('admin.utc')}</p>
      </PageHeading>
      {today === undefined ? <Waiting /> : <Shown today={today} />}
    </>
  );
}

function Shown({ today }: { readonly today: number }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const navigate = useNavigate();
  const search = useSearch({ from: '/admin/revenue' });
  const { range = 'days30' } = search;
  const span = spanOf(search, today);
  const bys = isShownByDay(span) ? (['day', 'month'] as const) : (['month'] as const);
  const by = bys.find((each) => each === (search.by ?? usualBy[range])) ?? 'month';
  const isBackwards = span.to <= span.from;
  const report = useQuery({ ...revenueOf(api, span, by), enabled: !isBackwards });
  const show = (next: RevenueSearch) =>
    void navigate({ to: '/admin/revenue', search: next, replace: true, resetScroll: false });
  const { type } = search;
  return (
    <>
      <RangeControls
        range={range}
        span={span}
        onRange={(next) => show({ ...next, ...(type ? { type } : {}) })}
      >
        <Choice
          label={t('admin.revenue.by')}
          value={by}
          options={bys.map((value) => ({ value, label: t(`admin.revenue.bys.${value}`) }))}
          onChange={(next) => show({ ...search, by: next })}
        />
      </RangeControls>
      {isBackwards ? (
        <p role="alert">{t('usage.backwards')}</p>
      ) : (
        <Loaded query={report}>
          {({ items, totals }) => (
            <>
              <Totals revenue={totals.total} />
              <RevenueChart
                items={items}
                types={Object.keys(totals.byType)}
                type={type}
                by={by}
                onType={(next) => show({ ...search, type: next })}
              />
              <RevenueByType report={totals} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
