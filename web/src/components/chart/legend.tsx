import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { marksWithin } from './places.ts';
import { figureOf, timeOf } from './reading.ts';
import type { ChartProps, Mark } from './series.ts';

interface LegendProps extends Pick<ChartProps, 'series' | 'limit' | 'kind' | 'unit'> {
  readonly marks: readonly Mark[];
  readonly showsLimit: boolean;
  readonly onLimit: (shows: boolean) => void;
}

/** What the bars and lines are, and what the numbered marks stand for. The limit can be left out: it may be far above. */
export function Legend({ series, limit, marks, kind, unit, showsLimit, onLimit }: LegendProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = marksWithin(marks, series[0]?.points ?? []);
  return (
    <>
      <ul className="chart__legend">
        {series.map(({ name }, index) => (
          <li key={name} className="chart__key">
            <span
              className={`chart__swatch chart__swatch--${index === 0 ? kind : `other${((index - 1) % 3) + 1}`}`}
            />
            {name}
          </li>
        ))}
        {limit && (
          <li>
            <label className="chart__key">
              <input
                className="rd-checkbox"
                type="checkbox"
                checked={showsLimit}
                onChange={({ target }) => onLimit(target.checked)}
              />
              <span className="chart__swatch chart__swatch--limit" />
              {typeof limit.value === 'number'
                ? t('chart.limit', { name: limit.name, figure: figureOf(format, limit.value, unit) })
                : limit.name}
            </label>
          </li>
        )}
      </ul>
      {shown.length > 0 && (
        <ol className="chart__marks">
          {shown.map(({ at, label }) => (
            <li key={`${at} ${label}`}>{t('chart.mark', { time: timeOf(format, at, 'day'), label })}</li>
          ))}
        </ol>
      )}
    </>
  );
}
