import { ApiError } from '../../domain/errors.ts';
import { countPoints, type Granularity, type Point, pointsOf } from '../../domain/reports/series.ts';
import { DAY, type Instant, plus } from '../../domain/time.ts';

const MOST_POINTS = 400;
const USUAL_SPAN = 30 * DAY;

/**
 * Returns the days or months of a report that have started; by default the last 30 days. Refuses empty and too long
 * spans.
 */
export function reportPoints(
  { from, to }: { readonly from?: Instant | undefined; readonly to?: Instant | undefined },
  granularity: Exclude<Granularity, 'hour'>,
  now: Instant,
): { readonly points: readonly Point[]; readonly first: Point; readonly last: Point } {
  const end = to ?? now;
  const range = [from ?? plus(end, -USUAL_SPAN), end, granularity] as const;
  if (countPoints(...range) > MOST_POINTS)
    throw wrongSpan(
      'from',
      `The range has more than ${MOST_POINTS} points. Send a shorter range or a coarser granularity.`,
    );
  const points = pointsOf(...range);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) throw wrongSpan('to', '`to` must be later than `from`.');
  return { points, first, last };
}

const wrongSpan = (path: string, detail: string): ApiError =>
  new ApiError('validation-failed', `${path}: ${detail}`, { errors: [{ path, detail }] });
