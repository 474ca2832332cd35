import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { Chart } from '../../components/chart/chart.tsx';
import { Empty, Loaded } from '../../components/states.tsx';
import { useMeterName } from '../../language/meter-name.ts';
import { levelsOf } from './levels.ts';
import { useMarks } from './marks.ts';
import { snapshotsOf } from './reading.ts';
import type { View } from './view.ts';

/** What stood used at the end of each day and stands used now, against the limit of that day. */
export function LevelChart({ view, asOf }: { readonly view: View; readonly asOf: string }) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const { api } = useApp();
  const { quota, span } = view;
  const snapshots = useQuery(snapshotsOf(api, useAccount(), span));
  const marks = useMarks(quota.meter);
  const name = meterName(quota.meter, quota.title);
  return (
    <Loaded query={snapshots}>
      {(snapshots) => {
        const levels = levelsOf(snapshots, quota, span, asOf);
        return (
          <>
            <Chart
              series={[
                {
                  name: t('usage.used', { meter: name }),
                  points: levels.map(({ at, used }) => ({ at, value: used })),
                },
              ]}
              limit={{ name: t('usage.limit'), value: levels.map(({ limit }) => limit) }}
              marks={marks}
              unit={quota.unit}
              kind="line"
              step="hour"
              label={t('usage.totalOf', { meter: name })}
            />
            {levels.length < 2 && <Empty>{t('usage.fewSnapshots')}</Empty>}
          </>
        );
      }}
    </Loaded>
  );
}
