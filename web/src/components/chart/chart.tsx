import { lazy, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Boundary } from './boundary.tsx';
import { ChartTable } from './chart-table.tsx';
import { Legend } from './legend.tsx';
import { useReading } from './reading.ts';
import type { ChartProps } from './series.ts';
import '../../styles/chart.css';

// The plot and its library come when a chart is first shown, not with the page.
const Plot = lazy(() => import('./plot.tsx'));

/**
 * Figures over time: drawn, read out point by point by mouse, finger or arrow keys, and as a table. The first series
 * gives the points; what follows is laid beside it place by place.
 */
export function Chart(props: ChartProps) {
  const { t } = useTranslation();
  const { series, limit, marks = [], kind, unit, label } = props;
  const [showsLimit, setShowsLimit] = useState(true);
  const count = series[0]?.points.length ?? 0;
  const [chosen, setChosen] = useState<number | null>(null);
  const at = Math.min(chosen ?? count - 1, count - 1);
  const { timeAt, pointAt, summary } = useReading(props);
  const id = useId();
  if (count === 0) return <div className="chart__empty">{t('chart.empty')}</div>;
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id} className="chart__caption">
        {label}
      </figcaption>
      <p className="chart__reading" aria-live="polite">
        {pointAt(at)}
      </p>
      <div className="chart__plot" role="img" aria-label={summary}>
        <Boundary fallback={<p className="chart__wait">{t('chart.noDrawing')}</p>}>
          <Suspense fallback={<p className="chart__wait">{t('shell.loading')}</p>}>
            <Plot {...props} limit={showsLimit ? limit : undefined} at={at} onPoint={setChosen} />
          </Suspense>
        </Boundary>
      </div>
      <input
        className="chart__cursor"
        type="range"
        min={0}
        max={Math.max(count - 1, 1)}
        step={1}
        value={at}
        disabled={count < 2}
        aria-label={t('chart.cursor', { label })}
        aria-valuetext={timeAt(at)}
        onChange={(event) => setChosen(Number(event.target.value))}
      />
      <Legend {...{ series, limit, marks, kind, unit, showsLimit }} onLimit={setShowsLimit} />
      <ChartTable {...props} />
    </figure>
  );
}
