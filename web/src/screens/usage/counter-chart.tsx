import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Chart } from '../../components/chart/chart.tsx';
import type { Series, Step } from '../../components/chart/series.ts';
import { Empty, Loaded } from '../../components/states.tsx';
import { useMeterName } from '../../language/meter-name.ts';
import { useMarks } from './marks.ts';
import { seriesOf } from './reading.ts';
import { spanBefore } from './span.ts';
import type { View } from './view.ts';

const labels = { hour: 'usage.perHour', day: 'usage.perDay', month: 'usage.perMonth' } as const;

const pointsOf = (items: readonly { readonly start: string; readonly amount: number }[]) =>
  items.map(({ start, amount }) => ({ at: start, value: amount }));

/** What was used in each hour, day or month; beside it, if wished, the time before. */
export function CounterChart({ view, step }: { readonly view: View; readonly step: Step }) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const { api } = useApp();
  const account = useAccount();
  const { quota, range, span, compare } = view;
  const now = useQuery(seriesOf(api, account, quota.meter, step, span));
  const before = useQuery({
    ...seriesOf(api, account, quota.meter, step, spanBefore(span, step, range)),
    refetchInterval: false,
    enabled: compare,
  });
  const marks = useMarks(quota.meter);
  const name = meterName(quota.meter, quota.title);
  return (
    <Loaded query={now}>
      {(items) => {
        const series: Series[] = [
          { name: t('usage.used', { meter: name }), points: pointsOf(items) },
          ...(compare && before.data ? [{ name: t('usage.before'), points: pointsOf(before.data) }] : []),
        ];
        return (
          <>
            <Chart
              series={series}
              // What may be used is a month's: an hour or a day has no limit of its own.
              limit={step === 'month' ? { name: t('usage.limitNow'), value: quota.limit } : undefined}
              marks={marks}
              unit={quota.unit}
              kind="bars"
              step={step}
              label={t(labels[step], { meter: name })}
            />
            {items.every(({ amount }) => amount === 0) && <Empty>{t('usage.nothing')}</Empty>}
          </>
        );
      }}
    </Loaded>
  );
}
