import { useTranslation } from 'react-i18next';
import { Chart } from '../../../components/chart/chart.tsx';
import type { Series } from '../../../components/chart/series.ts';
import { Choice } from '../../../components/choice.tsx';
import { useChargeType } from '../charge-type.ts';
import { type Granularity, type Revenue, shownSum } from '../queries.ts';
import { ALL } from './search.ts';
import { kinds } from './totals.tsx';

interface RevenueItem {
  readonly start: string;
  readonly total: Revenue;
  readonly byType: Readonly<Record<string, Revenue>>;
}

interface RevenueChartProps {
  readonly items: readonly RevenueItem[];
  readonly types: readonly string[];
  /** Undefined: all together. */
  readonly type: string | undefined;
  readonly by: Granularity;
  readonly onType: (type: string) => void;
}

/** Revenue over time, of all that was charged for or of one of it. */
export function RevenueChart({ items, types, type, by, onType }: RevenueChartProps) {
  const { t } = useTranslation();
  const typeName = useChargeType();
  const shown = types.find((each) => each === type);
  const nameOf = (each: string) => (each === ALL ? t('admin.revenue.all') : typeName(each));
  const revenueAt = ({ total, byType }: RevenueItem) => (shown ? byType[shown] : total);
  const series: Series[] = kinds.map((kind) => ({
    name: t(`admin.revenue.kinds.${kind}`),
    points: items.map((item) => {
      const revenue = revenueAt(item);
      return { at: item.start, value: revenue ? shownSum(revenue[kind]).amount : null };
    }),
  }));
  return (
    <section className="rd-card rd-section">
      <div className="admin-controls">
        <Choice
          label={t('admin.revenue.type')}
          value={shown ?? ALL}
          options={[ALL, ...types].map((value) => ({ value, label: nameOf(value) }))}
          onChange={onType}
        />
      </div>
      <Chart
        series={series}
        unit={items[0]?.total.gross.currency ?? 'CNY'}
        kind="bars"
        step={by}
        label={t(`admin.revenue.charts.${by}`, { type: nameOf(shown ?? ALL) })}
      />
    </section>
  );
}
