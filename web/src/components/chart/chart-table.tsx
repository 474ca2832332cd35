import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { More } from '../more.tsx';
import { Cell, RowHead, Table } from '../table.tsx';
import { figureOf, timeOf } from './reading.ts';
import { type ChartProps, limitValues } from './series.ts';

/** The same figures as a table, for those who rather read. It is built when it is opened. */
export function ChartTable(props: ChartProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="chart__details" onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('shell.asTable')}</summary>
      {isOpen && <Points {...props} />}
    </details>
  );
}

/** How many rows are built at once. */
const ROWS = 500;

function Points({ series, limit, unit, step, label }: ChartProps) {
  const { t } = useTranslation();
  const [rows, setRows] = useState(ROWS);
  const format = useFormat();
  const [main, ...others] = series;
  const points = main?.points ?? [];
  const limits = limitValues(limit, points.length);
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : figureOf(format, value, unit);
  const headings = [t('chart.time'), ...series.map(({ name }) => name), ...(limit ? [limit.name] : [])];
  return (
    <>
      <Table label={label} columns={headings.map((name) => ({ name }))} className="chart__table">
        {points.slice(0, rows).map(({ at, value }, index) => (
          <tr key={at} className="rd-table__row">
            <RowHead>{timeOf(format, at, step)}</RowHead>
            <Cell>{figure(value)}</Cell>
            {others.map(({ name, points }) => (
              <Cell key={name}>{figure(points[index]?.value)}</Cell>
            ))}
            {limit && <Cell>{figure(limits[index])}</Cell>}
          </tr>
        ))}
      </Table>
      <More
        query={{
          hasNextPage: rows < points.length,
          isFetchingNextPage: false,
          fetchNextPage: async () => setRows(rows + ROWS),
        }}
      />
    </>
  );
}
