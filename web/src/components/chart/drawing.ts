import UPlot from 'uplot';
import type { Format } from '../../language/format.ts';
import { drawMarks } from './drawing-marks.ts';
import type { Palette } from './palette.ts';
import { labelled, scaleSteps } from './places.ts';
import { figureOf } from './reading.ts';
import { type ChartProps, type Limit, limitValues, type Series, type Step } from './series.ts';

/** In CSS pixels, as chart.css reserves it. */
const HEIGHT = 280;
const SCALE_WIDTH = 72;
/** The room that a label of the time axis takes, in CSS pixels. */
const labelWidths: Readonly<Record<Step, number>> = { hour: 104, day: 64, month: 120 };
const dashes = [
  [2, 3],
  [10, 4, 2, 4],
  [1, 5],
];

/** The figures as they are drawn: places 0, 1, 2 …, each series, the limit. */
export function dataOf(series: readonly Series[], limit: Limit | undefined): UPlot.AlignedData {
  const count = series[0]?.points.length ?? 0;
  const places = Array.from({ length: count }, (_, index) => index);
  const values = series.map(({ points }) => places.map((place) => points[place]?.value ?? null));
  return [places, ...values, ...(limit ? [[...limitValues(limit, count)]] : [])];
}

export function optionsOf(
  chart: () => ChartProps,
  palette: Palette,
  format: Format,
  width: number,
): UPlot.Options {
  const { series, limit } = chart();
  const isBars = hasBars(chart());
  return {
    width,
    height: HEIGHT,
    padding: [18, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 8 } },
    scales: {
      x: { time: false, range: (_plot, min, max) => [(min ?? 0) - 0.5, (max ?? 0) + 0.5] },
      y: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.05)] },
    },
    axes: axesOf(chart, palette, format),
    series: [
      {},
      ...series.map((_, index) => (index === 0 ? mainOf(isBars, palette) : otherOf(index, palette))),
      ...(limit ? [limitOf(palette)] : []),
    ],
    hooks: { draw: [(plot) => drawMarks(plot, chart(), palette)] },
  };
}

/** More bars are thinner than a pixel: a line is drawn through their tops instead. */
const MOST_BARS = 1_000;

export const hasBars = ({ kind, series }: Pick<ChartProps, 'kind' | 'series'>): boolean =>
  kind === 'bars' && (series[0]?.points.length ?? 0) <= MOST_BARS;

const mainOf = (isBars: boolean, { main }: Palette): UPlot.Series =>
  isBars
    ? {
        stroke: main,
        fill: main,
        width: 0,
        ...pathsBy(UPlot.paths.bars?.({ size: [0.7, 64] })),
        points: { show: false },
      }
    : { stroke: main, width: 2, points: { size: 6, fill: main } };

const otherOf = (index: number, { others }: Palette): UPlot.Series => ({
  stroke: others[(index - 1) % others.length] ?? '',
  width: 2,
  dash: dashes[(index - 1) % dashes.length] ?? [],
  points: { show: false },
});

/** As a stair: what may be changes at once. */
const limitOf = ({ limit }: Palette): UPlot.Series => ({
  stroke: limit,
  width: 2,
  dash: [8, 4],
  ...pathsBy(UPlot.paths.stepped?.({ align: 1 })),
  points: { show: false },
});

const pathsBy = (paths: UPlot.Series.PathBuilder | undefined) => (paths ? { paths } : {});

function axesOf(chart: () => ChartProps, palette: Palette, format: Format): UPlot.Axis[] {
  const { unit } = chart();
  const look = { stroke: palette.text, font: palette.font, ticks: { stroke: palette.line, width: 1 } };
  const write = { hour: format.hour, day: format.dayAndMonth, month: format.month }[chart().step];
  return [
    {
      ...look,
      grid: { show: false },
      splits: (plot) => {
        const { series, step } = chart();
        const width = plot.bbox.width / devicePixelRatio;
        return labelled(series[0]?.points ?? [], step, width / labelWidths[step]);
      },
      values: (_plot, splits) =>
        splits.map((place) => {
          const point = chart().series[0]?.points[place];
          return point ? write(point.at) : '';
        }),
    },
    {
      ...look,
      size: SCALE_WIDTH,
      space: 44,
      incrs: scaleSteps(unit),
      grid: { stroke: palette.line, width: 1 },
      values: (_plot, splits) => splits.map((value) => figureOf(format, value, unit)),
    },
  ];
}
