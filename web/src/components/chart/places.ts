import type { Mark, Point, Step } from './series.ts';

/**
 * Where a moment lies among points, counted in points: 1.5 is in the middle between the second and the third. Null
 * when it lies outside of them. A point lasts until the next; the last as long as the one before it.
 */
export function placeOf(at: string, points: readonly Point[]): number | null {
  const timeAt = (place: number): number => Date.parse(points[place]?.at ?? '');
  const end = points.length - 1;
  const last = timeAt(end);
  const length = end > 0 ? last - timeAt(end - 1) : 0;
  const time = Date.parse(at);
  // Not a time, or none among no points: neither is true then.
  if (!(time >= timeAt(0) && time <= last + length)) return null;
  // The last point that is not after it, by halves: of a year by the hour there are thousands.
  let [index, after] = [0, points.length];
  while (after - index > 1) {
    const middle = (index + after) >> 1;
    if (timeAt(middle) <= time) index = middle;
    else after = middle;
  }
  const start = timeAt(index);
  const next = index < end ? timeAt(index + 1) : start + length;
  return next === start ? index : index + (time - start) / (next - start);
}

/** The marks that lie among the points, in the order of time. */
export const marksWithin = (marks: readonly Mark[], points: readonly Point[]): readonly Mark[] =>
  marks
    .filter(({ at }) => placeOf(at, points) !== null)
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));

const everies: Readonly<Record<Step, readonly number[]>> = {
  hour: [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 672, 1_344],
  day: [1, 2, 7, 14, 28, 56, 112, 224],
  month: [1, 2, 3, 6, 12, 24, 60, 120],
};

/**
 * Which points get a label, at round times where there are any. There is room for `most`: no two touch, and the last
 * does not stand over the edge.
 */
export function labelled(points: readonly Point[], step: Step, most: number): number[] {
  const every = everies[step].find((each) => points.length / each <= most) ?? points.length;
  const end = points.length - points.length / Math.max(most, 1) / 2;
  const first = Math.max(
    0,
    points.findIndex(({ at }) => isRound(at, step, every)),
  );
  return points
    .map((_, index) => index)
    .filter(
      (index) => index >= first && (index - first) % every === 0 && (index === 0 || index + 0.5 <= end),
    );
}

function isRound(at: string, step: Step, every: number): boolean {
  const date = new Date(at);
  if (step === 'hour') return date.getUTCHours() % Math.min(every, 24) === 0;
  if (step === 'month') return date.getUTCMonth() % Math.min(every, 12) === 0;
  return every < 7 || date.getUTCDay() === 1;
}

/** Steps between the lines of a scale, in whole units: of time as clocks have them, else 1, 2 and 5 of each power. */
export const scaleSteps = (unit: string): number[] =>
  unit === 'second'
    ? [1, 5, 15, 30, ...[1, 2, 5].flatMap((each) => powers(each * 60))].toSorted((a, b) => a - b)
    : [1, 2, 5].flatMap(powers).toSorted((a, b) => a - b);

const powers = (first: number): number[] => Array.from({ length: 14 }, (_, power) => first * 10 ** power);
