import { useTranslation } from 'react-i18next';
import { Chart } from '../../../components/chart/chart.tsx';
import type { Point } from '../../../components/chart/series.ts';
import { Empty } from '../../../components/states.tsx';
import { useMeterName } from '../../../language/meter-name.ts';
import type { Meter } from '../platform.ts';

interface DayTotal {
  readonly day: string;
  readonly total: number;
}

const DAY = 86_400_000;

/** Every day from the first with figures to the last; those between that have none are gaps. */
function pointsOf(items: readonly DayTotal[]): Point[] {
  const totals = new Map(items.map(({ day, total }) => [day, total]));
  const [first = 0, last = first] = [items[0], items.at(-1)].map((item) => Date.parse(item?.day ?? ''));
  return Array.from({ length: (last - first) / DAY + 1 }, (_, index) => {
    const day = new Date(first + index * DAY).toISOString().slice(0, 10);
    return { at: day, value: totals.get(day) ?? null };
  });
}

interface DailyTotalsProps {
  readonly meter: Meter;
  readonly items: readonly DayTotal[];
}

/** What all accounts together used each day, or held at its end. */
export function DailyTotals({ meter, items }: DailyTotalsProps) {
  const { t } = useTranslation();
  const meterName = useMeterName();
  const name = meterName(meter.meter, meter.title);
  const isCounter = meter.kind === 'counter';
  if (items.length === 0) return <Empty>{t('admin.usage.none')}</Empty>;
  return (
    <section className="rd-card rd-section">
      <Chart
        series={[{ name, points: pointsOf(items) }]}
        unit={meter.unit}
        kind={isCounter ? 'bars' : 'line'}
        step="day"
        label={t(isCounter ? 'admin.usage.usedADay' : 'admin.usage.heldADay', { meter: name })}
      />
    </section>
  );
}
