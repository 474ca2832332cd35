import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../../language/format.ts';
import { type ChartProps, limitValues, type Step } from './series.ts';

export function timeOf(format: Format, at: string, step: Step): string {
  if (step === 'hour') return format.hour(at);
  return step === 'month' ? format.month(at) : format.date(at);
}

/** A figure of a chart's unit; of money when the unit is a currency. */
export const figureOf = (format: Format, value: number, unit: string): string =>
  /^[A-Z]{3}$/.test(unit) ? format.money({ amount: value, currency: unit }) : format.amount(value, unit);

/** A chart in words: one of its points, and all in one sentence. */
export function useReading({ series, limit, unit, step, label }: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [main, ...others] = series;
  const points = main?.points ?? [];
  const figure = (value: number | null | undefined) =>
    value === null || value === undefined ? t('shell.none') : figureOf(format, value, unit);
  const timeAt = (index: number) => timeOf(format, points[index]?.at ?? '', step);
  const pointAt = (index: number) =>
    [
      t('chart.point', { time: timeAt(index), figure: figure(points[index]?.value) }),
      ...others.flatMap(({ name, points }) => {
        const point = points[index];
        return point
          ? [t('chart.other', { name, time: timeOf(format, point.at, step), figure: figure(point.value) })]
          : [];
      }),
      ...(limit
        ? [t('chart.limit', { name: limit.name, figure: figure(limitValues(limit, points.length)[index]) })]
        : []),
    ].join(' · ');
  const most = points.reduce((top, { value }, index) => {
    return (value ?? -1) > (points[top]?.value ?? -1) ? index : top;
  }, 0);
  const summary =
    points.length === 0
      ? label
      : t('chart.summary', {
          label,
          from: timeAt(0),
          to: timeAt(points.length - 1),
          most: figure(points[most]?.value),
          when: timeAt(most),
        });
  return { timeAt, pointAt, summary };
}
