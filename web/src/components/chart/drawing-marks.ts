import type UPlot from 'uplot';
import type { Palette } from './palette.ts';
import { marksWithin, placeOf } from './places.ts';
import type { ChartProps } from './series.ts';

/** Draws a numbered line at each mark; the legend says what the numbers stand for. */
export function drawMarks(plot: UPlot, { series, kind, marks = [] }: ChartProps, palette: Palette): void {
  const points = series[0]?.points ?? [];
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = palette.mark;
  ctx.fillStyle = palette.text;
  ctx.lineWidth = scale;
  ctx.setLineDash([3 * scale, 3 * scale]);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.font = palette.font.replace('12px', `${12 * scale}px`);
  for (const [index, { at }] of marksWithin(marks, points).entries()) {
    const place = placeOf(at, points);
    // A bar stands in the middle of its hour, day or month; a point of a line is a moment.
    const left = Math.round(plot.valToPos((place ?? 0) - (kind === 'bars' ? 0.5 : 0), 'x', true));
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(String(index + 1), left, bbox.top - 2 * scale);
  }
  ctx.restore();
}
