import { random } from '../support/random.ts';
import { DAY, endOf, HOUR, MINUTE, monthOf } from './model/terms.ts';

/** One step of a history: when, which operation, and the seed of its choices. */
export interface Step {
  /** The index of the moment in the timeline. */
  readonly moment: number;
  readonly round: number;
  /** The first of them that finds something to do is made. */
  readonly operations: readonly string[];
  readonly seed: number;
}

export interface History {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** Histories that share a clock. A history's timeline follows from its seed, so it can be replayed alone. */
export const BATCH = 25;
/** How many operations an account has at most at one moment, one after the other. */
export const ROUNDS = 4;

/** How many moments of a history come before the close of its first month. */
const BEFORE_CLOSE = 7;

export const batchOf = (seed: number): number => Math.floor(seed / BATCH);

/** After all that any history does. */
export const LAST_MOMENT = Date.parse('2091-01-01T00:00:00Z');
/** Batches live before one another: no batch makes work for the next. */
const LAST_BATCH = Date.parse('2090-01-01T00:00:00Z');
const BATCH_SPAN = 120 * DAY;
/** How many batches have a time of their own. */
export const BATCHES = 200;

/**
 * The moments of a batch, ascending: days around the turn of a month, with its last evening, the grace of the month
 * and its close; sometimes a jump of weeks or over another turn. No two moments have the same minutes past the hour,
 * or nearly: whatever ends whole hours after it began then never ends within a moment.
 */
export function timelineOf(batch: number): number[] {
  const pick = random(batch * 7_919 + 17);
  const near = LAST_BATCH - (batch % BATCHES) * BATCH_SPAN;
  const end = endOf(monthOf(near));
  const minutes = shuffled(
    [...Array(19).keys()].map((i) => 1 + i * 3).filter((m) => ![4, 31, 52].includes(m)),
    pick,
  );
  const at = (base: number, minute: number) => base - (base % HOUR) + minute * MINUTE;
  const free = (base: number) => at(base, minutes.pop() ?? 0);
  const moments = [
    free(end - (2 + pick(4)) * DAY - pick(20) * HOUR),
    free(end - 30 * HOUR - pick(12) * HOUR),
    free(end - 3 * HOUR),
    at(end - HOUR, 31),
    at(end - HOUR, 52),
    at(end, 4),
    free(end + (2 + pick(8)) * HOUR),
    free(end + 26 * HOUR + pick(8) * HOUR),
    free(end + (2 + pick(3)) * DAY + pick(20) * HOUR),
  ];
  const last = () => moments.at(-1) ?? end;
  if (pick(3) === 0) moments.push(free(last() + (13 + pick(4)) * DAY));
  if (pick(3) === 0) {
    const turn = endOf(monthOf(last()));
    moments.push(free(turn - 2 * HOUR), free(turn + 27 * HOUR));
  }
  moments.push(free(last() + (1 + pick(3)) * DAY + pick(9) * HOUR));
  return moments;
}

function shuffled<T>(items: readonly T[], pick: (n: number) => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(pick(left.length), 1)[0] as T);
}

/** Operations without which little happens: no history goes without them. */
const ALWAYS: readonly string[] = ['use', 'buy'];
/** Operations that always find something to do: most steps prefer the others. */
const COMMON: readonly string[] = [
  'use',
  'useLate',
  'useEarly',
  'reserve',
  'allocate',
  'upload',
  'storeForeign',
  'buy',
  'confirm',
  'confirmStorage',
];
/** What happens to use beyond the limit and its charges: a third of the histories are mostly about it. */
const OVERAGE: readonly string[] = [
  'confirm',
  'correctClosed',
  'payDebt',
  'payTwice',
  'payAfterDecline',
  'secondPayment',
  'waive',
  'refundPart',
  'namedRefund',
  'disputeReversed',
  'lateSuccess',
];
/** What these begin with, so that there is something to charge at the close. */
const BEYOND: readonly string[] = ['confirm', 'use'];
/** What most of the others are about: one of these. */
const SUBJECTS: readonly (readonly string[])[] = [
  // Storage beyond the limit, with reservations that outlive what allowed them.
  ['upload', 'store', 'cancelUpload', 'storeForeign', 'deleteObject', 'confirmStorage', 'withdrawStorage'],
  // Slots that are lost, each with its time.
  ['buy', 'renew', 'refundWhole', 'allocate', 'freeSlot'],
  // Months that begin before the one before them is closed.
  ['use', 'useEarly', 'useLate', 'buy', 'renew', 'refundWhole', 'reserve', 'settle', 'confirm', 'withdraw'],
];
/** How much more often such a history makes these. */
const FOCUS = 3;
/** How many operations are tried in a step until one finds something to do. */
const TRIES = 6;

/**
 * The history of a seed, of these operations by weight. Each history draws from about half of the operations, so that
 * those it has meet more often.
 */
export function historyOf(seed: number, weights: Readonly<Record<string, number>>): History {
  const pick = random(seed * 2_654_435_761 + 1);
  const focused = pick(3) === 0 ? OVERAGE : (SUBJECTS[pick(SUBJECTS.length + 2)] ?? []);
  const bag = Object.entries(weights).flatMap(([name, weight]) => {
    if (focused.includes(name)) return Array<string>(FOCUS * weight).fill(name);
    return pick(2) === 0 || ALWAYS.includes(name) ? Array<string>(weight).fill(name) : [];
  });
  const rare = bag.filter((name) => !COMMON.includes(name));
  const draw = (from: readonly string[]) => from[pick(from.length)] ?? '';
  const moments = timelineOf(batchOf(seed)).length;
  const steps: Step[] = [];
  for (let moment = 0; moment < moments; moment += 1) {
    const count = 1 + pick(ROUNDS);
    for (let round = 0; round < count; round += 1) {
      const first = pick(3) > 0 && rare.length > 0 ? rare : bag;
      const own = focused === OVERAGE ? [draw(moment < BEFORE_CLOSE ? BEYOND : OVERAGE)] : [];
      const operations = [...own, ...Array.from({ length: TRIES }, () => draw(first))];
      steps.push({ moment, round, operations, seed: pick(2 ** 31) });
    }
  }
  return { seed, steps };
}
