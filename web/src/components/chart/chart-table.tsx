import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { figureOf, timeOf } from './reading.ts';
import { type ChartProps, limitValues } from './series.ts';

/** The same figures as a table, for those who rather read. It is built when it is opened. */
export function ChartTable(props: ChartProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="chart__details" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('shell.asTable')}</summary>
      {isOpen && <Table {...props} />}
    </details>
  );
}

function Table({ series, limit, unit, step, label }: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [main, ...others] = series;
  const points = main?.points ?? [];
  const limits = limitValues(limit, points.length);
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : figureOf(format, value, unit);
  const headings = [t('chart.time'), ...series.map(({ name }) => name), ...(limit ? [limit.name] : [])];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="rd-table-frame chart__table" aria-label={label} tabIndex={0}>
      <table className="rd-table">
        <thead className="rd-table__head">
          <tr className="rd-table__row">
            {headings.map((heading) => (
              <th key={heading} className="rd-table__heading" scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="rd-table__body">
          {points.map(({ at, value }, index) => (
            <tr key={at} className="rd-table__row">
              <th className="rd-table__cell" scope="row">
                {timeOf(format, at, step)}
              </th>
              <td className="rd-table__cell">{figure(value)}</td>
              {others.map(({ name, points }) => (
                <td key={name} className="rd-table__cell">
                  {figure(points[index]?.value)}
                </td>
              ))}
              {limit && <td className="rd-table__cell">{figure(limits[index])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
