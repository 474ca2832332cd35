import '../../../styles/records.css';
import '../../../styles/admin.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../../app/context.ts';
import { Choice } from '../../../components/choice.tsx';
import { PageHeading } from '../../../components/heading.tsx';
import { Loaded, Waiting } from '../../../components/states.tsx';
import { useMeterName } from '../../../language/meter-name.ts';
import { type Meter, useMeters, useToday } from '../platform.ts';
import { usageOf } from '../queries.ts';
import { spanOf } from '../range.ts';
import { RangeControls } from '../range-controls.tsx';
import { DailyTotals } from './daily-totals.tsx';
import { HeatMap } from './heat-map.tsx';
import type { PatternSearch } from './search.ts';
import { Spread } from './spread.tsx';

/** How much is used of what, when, and by whom. */
export function UsagePatterns() {
  const { t } = useTranslation();
  const today = useToday();
  const meters = useMeters();
  const { meter } = useSearch({ from: '/admin/usage' });
  const shown =
    meters?.find((each) => each.meter === meter) ??
    meters?.find(({ kind }) => kind === 'counter') ??
    meters?.[0];
  return (
    <>
      <PageHeading title={t('admin.usage.title')}>
        <p className="rd-text rd-text--muted">{t('admin.usage.daily')}</p>
      </PageHeading>
      {today === undefined || meters === undefined || shown === undefined ? (
        <Waiting />
      ) : (
        <Shown today={today} meters={meters} meter={shown} />
      )}
    </>
  );
}

interface ShownProps {
  readonly today: number;
  readonly meters: readonly Meter[];
  readonly meter: Meter;
}

function Shown({ today, meters, meter }: ShownProps) {
  const { t } = useTranslation();
  const { api } = useApp();
  const meterName = useMeterName();
  const navigate = useNavigate();
  const search = useSearch({ from: '/admin/usage' });
  const { range = 'days30' } = search;
  const span = spanOf(search, today);
  const isBackwards = span.to <= span.from;
  const report = useQuery({ ...usageOf(api, span), enabled: !isBackwards });
  const show = (next: PatternSearch) =>
    void navigate({ to: '/admin/usage', search: next, replace: true, resetScroll: false });
  return (
    <>
      <RangeControls range={range} span={span} onRange={(next) => show({ ...next, meter: meter.meter })}>
        <Choice
          label={t('usage.meter')}
          value={meter.meter}
          options={meters.map(({ meter, title }) => ({ value: meter, label: meterName(meter, title) }))}
          onChange={(next) => show({ ...search, meter: next })}
        />
      </RangeControls>
      {isBackwards ? (
        <p role="alert">{t('usage.backwards')}</p>
      ) : (
        <Loaded query={report}>
          {({ items, latest, hours }) => (
            <>
              <DailyTotals meter={meter} items={items.filter((item) => item.meter === meter.meter)} />
              {latest && <Spread meter={meter} latest={latest} />}
              {meter.kind === 'counter' && (
                <HeatMap meter={meter} hours={hours.filter((hour) => hour.meter === meter.meter)} />
              )}
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
