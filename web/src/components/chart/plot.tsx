import { useEffect, useMemo, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormat } from '../../language/format.ts';
import { dataOf, hasBars, optionsOf } from './drawing.ts';
import { usePalette } from './palette.ts';
import type { ChartProps } from './series.ts';

interface PlotProps extends ChartProps {
  /** The point that is read out. */
  readonly at: number;
  readonly onPoint: (index: number) => void;
}

/** The drawing. It is made anew when its shape or its colours change; new figures are only drawn again. */
export default function Plot({ at, onPoint, ...chart }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const palette = usePalette();
  const format = useFormat();
  const { kind, unit, step, series, limit } = chart;
  const data = useMemo(() => dataOf(series, limit), [series, limit]);
  const latest = useRef({ chart, onPoint, data });
  latest.current = { chart, onPoint, data };
  const shape = `${kind} ${hasBars(chart)} ${unit} ${step} ${series.length} ${limit !== undefined}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for what it is made of
  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const options = optionsOf(() => latest.current.chart, palette, format, parent.clientWidth);
    const made = new UPlot(options, latest.current.data, parent);
    const pointed = () => {
      const { idx } = made.cursor;
      if (typeof idx === 'number') latest.current.onPoint(idx);
    };
    const touched = (event: PointerEvent) => {
      const { left, top } = made.over.getBoundingClientRect();
      made.setCursor({ left: event.clientX - left, top: event.clientY - top });
      pointed();
    };
    made.over.addEventListener('pointermove', touched);
    made.over.addEventListener('pointerdown', touched);
    const resized = new ResizeObserver(() => {
      if (parent.clientWidth !== made.width)
        made.setSize({ width: parent.clientWidth, height: options.height });
    });
    resized.observe(parent);
    plot.current = made;
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, palette, format]);

  useEffect(() => plot.current?.setData(data), [data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a plot made anew has its cursor nowhere
  useEffect(() => {
    const made = plot.current;
    if (!made || made.cursor.idx === at) return;
    made.setCursor({ left: made.valToPos(at, 'x'), top: 0 }, false);
  }, [at, data, shape, palette, format]);
  return <div ref={frame} className="chart__frame" aria-hidden="true" />;
}
